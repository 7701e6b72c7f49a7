import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** Makes a self-signed certificate in this folder, for a machine outside any real network. */
export function makeCertificate(folder) {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=sandrun.test', '-addext', 'subjectAltName=DNS:sandrun.test,IP:127.0.0.1']
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  execFileSync('openssl', ['req', '-x509', ...kind, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' })
  return { key, cert }
}
