import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Readable, Writable } from 'node:stream'
import { SandrunError } from '@sandrun/shared'
import { drained } from '../drained.ts'
import type { AttachedContainer } from '../../ports/sandbox-engine.ts'

/** The name of the process, and the folder of its programs. */
export interface AgentProcessFacts {
  id: string
  folder: string
  labels: Record<string, string>
}

/** There is no control group: the agent counts usage from what the kernel reports when a program ends. */
const NO_CGROUP = '/nonexistent'

/** An agent that runs as a process of this machine, with its folder. */
export class AgentProcess implements AttachedContainer {
  readonly id: string
  readonly labels: Record<string, string>
  readonly #process: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #ended: Promise<void>
  #destroyed: Promise<void> | null = null

  private constructor(child: ChildProcessByStdio<Writable, Readable, Readable>, facts: AgentProcessFacts) {
    this.id = facts.id
    this.labels = facts.labels
    this.#process = child
    // The `close` event reports an agent that is gone.
    child.stdin.on('error', () => {})
    this.#ended = once(child, 'close').then(() => rm(facts.folder, { recursive: true, force: true }))
  }

  /** Throws `sandbox-failed` when the binary does not exist. */
  static async start(
    [binary, ...given]: readonly [string, ...string[]],
    facts: AgentProcessFacts,
  ): Promise<AgentProcess> {
    const { folder } = facts
    const args = ['--cgroup-root', NO_CGROUP, '--work', folder, '--wipe', folder, ...given]
    // In a separate process group: an interrupted test ends the agent's stdin, and the agent cleans up.
    const child = spawn(binary, args, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'], detached: true })
    try {
      await once(child, 'spawn')
    } catch (error) {
      await rm(folder, { recursive: true })
      throw new SandrunError('sandbox-failed', `The agent did not start (${binary}).`, { cause: error })
    }
    return new AgentProcess(child, facts)
  }

  /** Its process id. */
  get pid(): number {
    if (this.#process.pid === undefined) throw new Error('The agent was started, so it has a process id.')
    return this.#process.pid
  }

  get isAlive(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null
  }

  /** Kills the agent and, as a container would, everything that it has started. */
  kill(): void {
    const started = descendantsOf(this.pid)
    this.#process.kill('SIGKILL')
    for (const pid of started) kill(pid)
  }

  /** Stops the agent until it is destroyed: it neither reads nor writes. */
  freeze(): void {
    this.#process.kill('SIGSTOP')
  }

  write(bytes: Uint8Array): boolean {
    const { stdin } = this.#process
    return stdin.writable ? stdin.write(bytes) : true
  }

  drained(): Promise<void> {
    return drained(this.#process.stdin)
  }

  onOutput(listener: (bytes: Uint8Array) => void, onLog: (text: string) => void): void {
    this.#process.stdout.on('data', listener)
    this.#process.stderr.on('data', (bytes: Buffer) => onLog(bytes.toString()))
  }

  onEnd(listener: () => void): void {
    this.#process.once('close', listener)
  }

  /** A process has no such limits. */
  async update(): Promise<void> {
    if (this.isAlive) return
    throw new SandrunError('sandbox-failed', `The sandbox ${this.id} no longer exists.`)
  }

  destroy(): Promise<void> {
    this.#destroyed ??= this.#end()
    return this.#destroyed
  }

  /** Ends the agent's stdin, so that it kills what it has started and leaves. */
  async #end(): Promise<void> {
    this.#process.stdin.end()
    this.#process.kill('SIGCONT')
    // Nobody needs the rest of its output, but it does not end before that is read.
    this.#process.stdout.resume()
    this.#process.stderr.resume()
    await this.#ended
  }
}

/** Ids of all descendants of a process (proc_pid_children(5)). */
function descendantsOf(pid: number): number[] {
  return childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)])
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  } catch {
    return [] // it has ended
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    const hasEnded = error instanceof Error && 'code' in error && error.code === 'ESRCH'
    if (!hasEnded) throw error
  }
}
