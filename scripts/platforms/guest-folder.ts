import { cp, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder } from '../bootstrap/cache-folder.mjs'
import { runCommand } from '../bootstrap/command.mjs'
import { assemble } from '../package/assemble.ts'
import { makeIfChanged } from '../start/stamped.ts'
import { buildWebPage } from '../start/web-page.ts'
import { extractAgent } from '../test/agent-binary.ts'

/** The scripts that make and boot the guest. */
export const SCRIPTS = new URL('guest/', import.meta.url).pathname

/** The guest's files on this machine. */
export interface GuestFolder {
  path: string
  /** `/host` in the guest. */
  share: string
}

/** Makes the root folder with Debian 13 once; it stays in the cache until the script that makes it changes. */
export async function makeRoot(detail: (text: string) => void): Promise<GuestFolder> {
  const path = join(cacheFolder(process.env), 'platforms')
  const share = join(path, 'share')
  const root = join(path, 'root')
  const make = async (): Promise<void> => {
    await rm(root, { recursive: true, force: true })
    await rm(`${root}.part`, { recursive: true, force: true })
    await mkdir(path, { recursive: true })
    await runCommand(join(SCRIPTS, 'root.sh'), [root], { onLine: detail })
  }
  await makeIfChanged({ output: root, inputs: ['scripts/platforms/guest/{root,queue}.sh'], make })
  await rm(share, { recursive: true, force: true })
  await mkdir(join(share, 'queue'), { recursive: true })
  return { path, share }
}

/** A fresh system disk from the root folder: nothing of an earlier run is on it. */
export async function makeSystemDisk({ path }: GuestFolder): Promise<void> {
  await makeDisk(path, { name: 'system', gigabytes: 4, from: join(path, 'root') })
}

/** A disk with the clone at `root`, the package of it, Node, and the scripts for the guest. */
export async function makeProductDisk({ path }: GuestFolder, root: string): Promise<void> {
  await buildWebPage()
  await withFolder(join(path, 'product'), async (from) => {
    await assemble(root, join(from, 'sandrun'))
    await extractAgent()
    await runCommand(join(SCRIPTS, 'checkout.sh'), [root, join(from, 'checkout')])
    await cp(SCRIPTS, join(from, 'guest'), { recursive: true })
    await mkdir(join(from, 'bin'))
    await cp(process.execPath, join(from, 'bin/node'))
    await makeDisk(path, { name: 'product', gigabytes: 3, from })
  })
}

/** A disk for the guest's Docker, with these images of this machine's Docker. */
export async function makeImagesDisk({ path }: GuestFolder, images: readonly string[]): Promise<void> {
  await withFolder(join(path, 'images'), async (folder) => {
    const saved = join(folder, 'images.tar')
    const data = join(folder, 'docker')
    await mkdir(data)
    await runCommand('docker', ['save', '-o', saved, ...images])
    await runCommand(join(SCRIPTS, 'images.sh'), [join(path, 'root'), data, saved])
    await makeDisk(path, { name: 'images', gigabytes: 12, from: data })
  })
}

/** An empty folder for the time of `use`. */
async function withFolder(folder: string, use: (folder: string) => Promise<void>): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  try {
    await mkdir(folder, { recursive: true })
    await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Disk {
  /** The name of its file and its label. */
  name: string
  /** Its size; the file is sparse. */
  gigabytes: number
  from: string
}

async function makeDisk(path: string, { name, gigabytes, from }: Disk): Promise<void> {
  const image = join(path, `${name}.img`)
  await rm(image, { force: true })
  await runCommand('truncate', ['-s', `${gigabytes}G`, image])
  const options = ['-q', '-t', 'ext4', '-L', name, '-E', 'lazy_itable_init=1,lazy_journal_init=1']
  await runCommand('mke2fs', [...options, '-d', from, image])
}
