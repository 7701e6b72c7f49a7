import { mkdir, readdir, readFile, rmdir } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { kill } from './kill.ts'

/** A killed process is gone by then. */
const GONE_MS = 10_000

/** A line of /proc/self/mountinfo about a hierarchy of control groups (proc_pid_mountinfo(5)). */
const MOUNT = /^\S+ \S+ \S+ \S+ (\S+) .* - (cgroup2?) \S+ (\S+)$/gm

/** A container whose first program has not begun. */
const UNSTARTED = 'runc init'

/** A process in a container. */
export interface Contained {
  pid: number
  /** The container's id. */
  container: string
  /** Its command line. */
  words: string[]
}

/** Processes with their commands. */
export interface LeftProcesses {
  /** Agents, and programs of users. */
  sandboxes: string[]
  /** The names of the engine's own, such as shims, which hold no program. */
  engine: string[]
}

/**
 * A control group of the engine and everything that it starts. It shows also those processes that do not name the
 * engine's folder in their command line, such as `runc init`.
 */
export class EngineCgroup {
  /** As the engine's `--cgroup-parent` names it. */
  readonly parent: string
  readonly #name: string
  /** Its folder in every hierarchy: there is one hierarchy with cgroup v2, and there are many with v1. */
  readonly #folders: readonly string[]
  /** Where processes are looked up. */
  readonly #folder: string

  private constructor(name: string, mounts: readonly string[], mount: string) {
    this.parent = `/${name}`
    this.#name = name
    this.#folders = mounts.map((path) => join(path, name))
    this.#folder = join(mount, name)
  }

  static async create(name: string): Promise<EngineCgroup> {
    const lines = (await readFile('/proc/self/mountinfo', 'utf8')).matchAll(MOUNT)
    const mounts = Array.from(lines, ([, path = '', type, options = '']) => ({
      path,
      type,
      options: options.split(','),
    }))
    const looked =
      mounts.find(({ options }) => options.includes('pids')) ?? mounts.find(({ type }) => type === 'cgroup2')
    if (looked === undefined) throw new Error('there is no cgroup to start an engine in')
    const cgroup = new EngineCgroup(
      name,
      mounts.map(({ path }) => path),
      looked.path,
    )
    await mkdir(cgroup.#engine, { recursive: true })
    return cgroup
  }

  /** Apart from the groups of containers: with cgroup v2, only leaves hold processes. */
  get #engine(): string {
    return join(this.#folder, 'engine')
  }

  /** This command, which joins the group first and keeps its process id. */
  joined(command: readonly string[]): string[] {
    return ['sh', '-c', 'echo $$ > "$0" && exec "$@"', join(this.#engine, 'cgroup.procs'), ...command]
  }

  /** Ids of all its processes. */
  async processes(): Promise<number[]> {
    return (await Promise.all((await groupsBelow(this.#folder)).map(processesIn))).flat()
  }

  /** The processes of agents and programs, without those of containers that have just been made. */
  async contained(): Promise<Contained[]> {
    const found: Contained[] = []
    for (const group of await groupsBelow(this.#folder)) {
      const [container = ''] = relative(this.#folder, group).split('/')
      if (container === '' || group === this.#engine) continue
      for (const pid of await processesIn(group)) {
        const words = await wordsOf(pid)
        if (words.join(' ').trim() !== UNSTARTED) found.push({ pid, container, words })
      }
    }
    return found
  }

  /** Kills what is left in it, and removes it. Returns what that was. */
  async remove(): Promise<LeftProcesses> {
    const left: LeftProcesses = { sandboxes: [], engine: [] }
    for (const group of await groupsBelow(this.#folder)) {
      for (const pid of await processesIn(group)) {
        const command = await commandOf(pid)
        const isEngine = group === this.#engine || command === UNSTARTED
        if (isEngine) left.engine.push(command === UNSTARTED ? command : basename(command.split(' ', 1).join()))
        else left.sandboxes.push(`${pid} (${command})`)
      }
    }
    const until = performance.now() + GONE_MS
    for (let alive = await this.processes(); alive.length > 0; alive = await this.processes()) {
      if (performance.now() > until) throw new Error(`processes of ${this.#name} do not end: ${alive.join(', ')}`)
      alive.forEach(kill)
      await setTimeout(50)
    }
    for (const folder of this.#folders) for (const group of (await groupsBelow(folder)).toReversed()) await rmdir(group)
    return left
  }
}

async function processesIn(group: string): Promise<number[]> {
  const lines = await readFile(join(group, 'cgroup.procs'), 'utf8').catch(() => '')
  return lines.split('\n').filter(Boolean).map(Number)
}

/** The group and all groups below it, each before its own; none if it is gone. */
async function groupsBelow(group: string): Promise<string[]> {
  const entries = await readdir(group, { withFileTypes: true }).catch(() => null)
  if (entries === null) return []
  const below = entries.filter((entry) => entry.isDirectory()).map(({ name }) => groupsBelow(join(group, name)))
  return [group, ...(await Promise.all(below)).flat()]
}

async function commandOf(pid: number): Promise<string> {
  return (await wordsOf(pid)).slice(0, 5).join(' ').trim()
}

async function wordsOf(pid: number): Promise<string[]> {
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0')
}
