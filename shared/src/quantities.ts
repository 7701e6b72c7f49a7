/** `12 ms`, `1.2 s`, `2 min 5 s`: short, for a status bar. */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.max(1, Math.round(ms))} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** `0.012`: seconds to the millisecond. */
export function formatSeconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}

/** `640 KB`, `9 MB`, `1.5 GB`, in powers of 1024. */
export function formatMemory(kb: number): string {
  if (kb < 1023.5) return `${Math.round(kb)} KB`
  const mb = kb / 1024
  return mb < 1023.5 ? `${Math.round(mb)} MB` : `${(mb / 1024).toFixed(1)} GB`
}
