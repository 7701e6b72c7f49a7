import { readFile } from 'node:fs/promises'

/** Of the files that may be open on the machine (proc_sys_fs(5), file-max), what one run may have, all processes together. */
const SHARE = 1 / 8

/**
 * How many open files a run may ask for on this machine. The kernel counts those of all users but root together: whoever
 * had them all would leave none for anybody else. No limit where the machine says none.
 */
export async function openFilesPerRun(file = '/proc/sys/fs/file-max'): Promise<number> {
  const most = Number(await readFile(file, 'utf8').catch(() => 'none'))
  return Number.isFinite(most) ? Math.floor(most * SHARE) : Infinity
}
