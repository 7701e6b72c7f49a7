import { statfs } from 'node:fs/promises'

/** With less than this Docker can't be trusted to make a container, nor the database to take a line. */
const LEAST_FREE_BYTES = 256 * 2 ** 20

/** Folders on this machine whose disk is all but full, with what is free there in bytes. Those that are not here have no say. */
export async function findFullDisks(folders: readonly string[]): Promise<{ folder: string; freeBytes: number }[]> {
  const found = await Promise.all(
    folders.map(async (folder) => {
      const stats = await statfs(folder).catch(() => null)
      return { folder, freeBytes: stats === null ? Infinity : stats.bavail * stats.bsize }
    }),
  )
  return found.filter(({ freeBytes }) => freeBytes < LEAST_FREE_BYTES)
}
