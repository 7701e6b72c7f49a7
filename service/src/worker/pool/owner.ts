import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** Names this process so that a later one can tell whether it still lives: host, pid, start time. */
export function ownerName(pid = process.pid): string {
  return `${hostname()}:${pid}:${startTime(pid) ?? 'unknown'}`
}

/**
 * Whether the owner of a container still runs. Of a process on another host nothing is known, so it counts as alive:
 * its container's deadline label decides.
 */
export function isOwnerAlive(owner: string): boolean {
  const [host, pidText, start] = owner.split(':')
  if (host !== hostname()) return true
  const pid = Number(pidText)
  if (!Number.isInteger(pid) || pid <= 0) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  const now = startTime(pid)
  return now === null || start === 'unknown' || now === start
}

/** Clock ticks since boot at which the process started (proc_pid_stat(5), field 22), or null where there is no /proc. */
function startTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the command's name in parentheses, which may hold anything.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
