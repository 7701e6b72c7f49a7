import { execFile } from 'node:child_process'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

const MEGABYTE = Buffer.alloc(2 ** 20, 1)
const PAGE = MEGABYTE.subarray(0, 4096)

/** A small separate file system, which can be filled without harm to the machine. */
export class DiskImage {
  readonly folder: string
  readonly #ballast: string

  private constructor(folder: string) {
    this.folder = folder
    this.#ballast = join(folder, 'ballast')
  }

  /** Mounts it at this folder; `release` unmounts it. */
  static async mount(folder: string, megabytes: number): Promise<DiskImage> {
    const file = `${folder}.img`
    await run('truncate', ['--size', `${megabytes}M`, file])
    // Without blocks for root alone, so that full means full.
    await run('mke2fs', ['-q', '-t', 'ext4', '-m', '0', file])
    await mkdir(folder)
    await run('mount', ['-o', 'loop', file, folder])
    return new DiskImage(folder)
  }

  /** Leaves no byte for anybody else. */
  async fill(): Promise<void> {
    const file = await open(this.#ballast, 'a')
    try {
      for (const piece of [MEGABYTE, PAGE]) while (await fits(file.appendFile(piece)));
    } finally {
      await file.close()
    }
  }

  async free(): Promise<void> {
    await rm(this.#ballast, { force: true })
  }
}

async function fits(written: Promise<void>): Promise<boolean> {
  try {
    await written
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false
    throw error
  }
}
