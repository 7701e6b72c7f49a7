import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder } from '../bootstrap/cache-folder.mjs'
import { runCommand } from '../bootstrap/command.mjs'
import { makeIfChanged } from '../start/stamped.ts'

/** The scripts that make and boot the guest. */
export const SCRIPTS = new URL('guest/', import.meta.url).pathname

/** Room for the guest's images; the file is sparse. */
const SYSTEM_SIZE = '12G'
const PRODUCT_SIZE = '3G'

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
  await makeDisk(join(path, 'system.img'), SYSTEM_SIZE, join(path, 'root'))
}

/** A disk with this checkout, its libraries and Node. The user-mode kernel fails with Node on a shared folder. */
export async function makeProductDisk({ path }: GuestFolder, checkout: string): Promise<void> {
  const stage = join(path, 'stage')
  await rm(stage, { recursive: true, force: true })
  try {
    await runCommand(join(SCRIPTS, 'stage.sh'), [checkout, stage, process.execPath])
    await makeDisk(join(path, 'product.img'), PRODUCT_SIZE, stage)
  } finally {
    await rm(stage, { recursive: true, force: true })
  }
}

async function makeDisk(image: string, size: string, from: string): Promise<void> {
  await rm(image, { force: true })
  await runCommand('truncate', ['-s', size, image])
  const options = ['-q', '-t', 'ext4', '-E', 'lazy_itable_init=1,lazy_journal_init=1']
  await runCommand('mke2fs', [...options, '-d', from, image])
}
