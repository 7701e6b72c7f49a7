import { statfs } from 'node:fs/promises'

/** With less than this, Docker may fail to create a container, and the database to write a row. */
const LEAST_FREE_BYTES = 256 * 2 ** 20

/** Folders on this machine whose disk is almost full, with the free bytes. Ignores folders that don't exist here. */
export async function findFullDisks(folders: readonly string[]): Promise<{ folder: string; freeBytes: number }[]> {
  const found = await Promise.all(
    folders.map(async (folder) => {
      const stats = await statfs(folder).catch(() => null)
      return { folder, freeBytes: stats === null ? Infinity : stats.bavail * stats.bsize }
    }),
  )
  return found.filter(({ freeBytes }) => freeBytes < LEAST_FREE_BYTES)
}
