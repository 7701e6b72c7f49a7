import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Names this process so that a later one can tell whether it is alive: host, pid, start time, namespace of the pid. */
export function ownerName(pid = process.pid): string {
  return `${hostname()}:${pid}:${startTime(pid) ?? 'unknown'}:${pidNamespace()}`
}

/** Whether this process can tell if the owner is alive: a container may have its host's name, but other pids. */
export function isOnThisHost(owner: string): boolean {
  const [host, , , namespace] = owner.split(':')
  return host === hostname() && namespace === pidNamespace()
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

/** From pid_namespaces(7); empty without /proc. */
function pidNamespace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? ''
  } catch {
    return ''
  }
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
