import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readExtraCertificates } from '../../src/images/extra-certificates.ts'
import { outputOf } from './command.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))
const HERE = fileURLToPath(new URL('.', import.meta.url))

/** Which image each variable of deploy/compose.cluster.yml names. */
export type Images = Record<
  'SANDRUN_SERVICE_IMAGE' | 'SANDRUN_PROXY_IMAGE' | 'SANDRUN_CADDY_IMAGE' | 'SANDRUN_VALKEY_IMAGE',
  string
>

const IMAGES: Images = {
  SANDRUN_SERVICE_IMAGE: 'sandrun-test/service',
  SANDRUN_PROXY_IMAGE: 'sandrun-test/socket-proxy',
  SANDRUN_CADDY_IMAGE: 'sandrun-test/caddy',
  SANDRUN_VALKEY_IMAGE: 'sandrun-test/valkey',
}

/** Builds all images of the cluster: the service's as its Dockerfile says, from the files of this clone. */
export async function buildImages(): Promise<Images> {
  await build(IMAGES.SANDRUN_CADDY_IMAGE, join(HERE, 'caddy'))
  await build(IMAGES.SANDRUN_VALKEY_IMAGE, join(HERE, 'valkey'))
  await build(IMAGES.SANDRUN_PROXY_IMAGE, join(ROOT, 'deploy/socket-proxy'))
  const context = await mkdtemp(join(tmpdir(), 'sandrun-context-'))
  try {
    await copyClone(context)
    await build(IMAGES.SANDRUN_SERVICE_IMAGE, context, '-f', join(context, 'deploy/Dockerfile'))
  } finally {
    await rm(context, { recursive: true })
  }
  return IMAGES
}

/** The files of the clone, and this machine's certificate authorities, as an operator would add them. */
async function copyClone(folder: string): Promise<void> {
  const files = await outputOf('git', ['-C', ROOT, 'ls-files', '-z', '--cached', '--others', '--exclude-standard'])
  for (const path of files.split('\0').filter((one) => one !== '')) {
    // Git still lists a file that was deleted a moment ago.
    await cp(join(ROOT, path), join(folder, path), { recursive: true }).catch(() => {})
  }
  for (const { path, content } of await readExtraCertificates()) {
    await writeFile(join(folder, 'deploy/extra-ca', basename(path)), content)
  }
}

/** Shows the output only if it fails. */
async function build(tag: string, folder: string, ...more: string[]): Promise<void> {
  const child = spawn('docker', ['build', '-t', tag, ...more, folder], { stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += String(part)))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`can't build ${tag}:\n${text.slice(-4000)}`)
}
