import { concatBytes, fromBytes, type PhaseName, type RunRecord, type TextOrBase64, toBytes } from '@sandrun/shared'

/**
 * Merges both channels of a phase in order of arrival. If the order is unknown, as for output that was cut or came from
 * a cache, standard error follows standard output.
 */
export function mergeOutput({ result, timeline }: RunRecord, phase: PhaseName): TextOrBase64 {
  const kept = result?.[phase]
  if (kept === undefined) return ''
  const bytes = { stdout: toBytes(kept.stdout), stderr: toBytes(kept.stderr) }
  const entries = timeline.filter((entry) => entry.phase === phase)
  const length = (channel: 'stdout' | 'stderr'): number =>
    entries.reduce((sum, entry) => sum + (entry.channel === channel ? entry.length : 0), 0)
  const isWhole = length('stdout') === bytes.stdout.length && length('stderr') === bytes.stderr.length
  if (!isWhole) return fromBytes(concatBytes([bytes.stdout, bytes.stderr]))
  const taken = { stdout: 0, stderr: 0 }
  const parts = entries.map(({ channel, length: size }) => {
    const start = taken[channel]
    taken[channel] += size
    return bytes[channel].subarray(start, taken[channel])
  })
  return fromBytes(concatBytes(parts))
}
