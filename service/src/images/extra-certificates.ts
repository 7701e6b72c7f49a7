import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import type { ContextFile } from './context.ts'

/** Where Debian, Ubuntu and the like keep certificate authorities that an operator adds. */
const HOST_FOLDER = '/usr/local/share/ca-certificates'
const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

/**
 * The certificate authorities that this host trusts beyond the usual ones, as files of a build context. Companies whose
 * proxy opens TLS install theirs on every machine; a builder stage behind it needs them to reach npm.
 */
export async function readExtraCertificates(
  folder: string = HOST_FOLDER,
  bundle: string | undefined = process.env['NODE_EXTRA_CA_CERTS'],
): Promise<ContextFile[]> {
  const names = await orNothing(readdir(folder), [])
  const paths = names.filter((name) => name.endsWith('.crt')).map((name) => join(folder, name))
  const texts = await Promise.all(
    [...paths, ...(bundle ? [bundle] : [])].map((path) => orNothing(readFile(path, 'utf8'), '')),
  )
  const usual = new Set(rootCertificates.map(fingerprint))
  const extra = new Map<string, string>()
  for (const pem of texts.flatMap((text) => text.match(PEM) ?? [])) {
    const print = fingerprint(pem)
    if (!usual.has(print)) extra.set(print, pem)
  }
  // One certificate per file: Debian's update-ca-certificates skips files with several.
  return [...extra]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([print, pem]) => ({ path: `extra-ca/${print}.crt`, content: Buffer.from(`${pem}\n`) }))
}

function fingerprint(pem: string): string {
  const body = pem.replace(/-----[^-]+-----|\s/g, '')
  return createHash('sha256').update(Buffer.from(body, 'base64')).digest('hex').slice(0, 16)
}

/** An unreadable folder or bundle adds nothing: the build reports a missing certificate. */
function orNothing<T>(reading: Promise<T>, nothing: T): Promise<T> {
  return reading.catch(() => nothing)
}
