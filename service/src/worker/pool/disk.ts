/** For Python's multiprocessing and a few others; it counts against the memory limit. */
export const SHM_MB = 8

/** Limits a disk full of tiny files too: each inode costs the kernel about a KiB. */
const FILES_PER_MB = 64

/** One of the two places that share a sandbox's disk, `/work` and `/tmp`. */
export interface DiskPlace {
  megabytes: number
  files: number
}

/** Divides a disk of this many MiB. */
export function divideDisk(diskMb: number): { work: DiskPlace; tmp: DiskPlace } {
  const half = Math.floor(diskMb / 2)
  return { work: placeOf(diskMb - half), tmp: placeOf(half) }
}

function placeOf(share: number): DiskPlace {
  const megabytes = Math.max(1, share)
  return { megabytes, files: megabytes * FILES_PER_MB }
}
