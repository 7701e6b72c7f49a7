import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/** Names this process so that a later one can tell whether it is alive: host, pid, start time. */
export function ownerName(pid = process.pid): string {
  return `${hostname()}:${pid}:${startTime(pid) ?? 'unknown'}`
}

/** Whether this machine can tell if the owner is alive. */
export function isOnThisHost(owner: string): boolean {
  return owner.split(':')[0] === hostname()
}

/**
 * Whether the owner of a container is alive. A process on another host counts as alive, since nothing is known about
 * it: its container's deadline label decides.
 */
export function isOwnerAlive(owner: string): boolean {
  if (!isOnThisHost(owner)) return true
  const [, pidText, start] = owner.split(':')
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

/** The process's start in clock ticks since boot (proc_pid_stat(5), field 22), or null without /proc. */
function startTime(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the command's name in parentheses, which may contain anything.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
