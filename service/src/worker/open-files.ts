import { readFile } from 'node:fs/promises'

/** The share of the machine's open files (proc_sys_fs(5), file-max) that one run may have, all processes together. */
const SHARE = 1 / 8

/**
 * How many open files a run may request on this machine. The kernel counts the files of all users but root together:
 * one user who had them all would leave none for the others. No limit if the machine has none.
 */
export async function openFilesPerRun(file = '/proc/sys/fs/file-max'): Promise<number> {
  const most = Number(await readFile(file, 'utf8').catch(() => 'none'))
  return Number.isFinite(most) ? Math.floor(most * SHARE) : Infinity
}
