import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { onTestFinished, vi } from 'vitest'
import {
  type AgentFrame,
  AgentFrameDecoder,
  type CollectFrame,
  type ExecFrame,
  type ExitFrame,
  encodeHostFrame,
  type HostFrame,
} from '../../src/worker/agent/frames.ts'

export const BINARY = process.env['SANDRUN_AGENT_BINARY'] ?? join(import.meta.dirname, '../build/init')

/** The PATH of a runtime that waits. It loads the agent's library, so another architecture needs another one. */
export const RUNTIME_PATH = [process.env['SANDRUN_AGENT_RUNTIMES'] ?? [], '/usr/local/bin:/usr/bin:/bin']
  .flat()
  .join(':')

/** Enough credit for any test that is not about credit. */
const PLENTY = 2 ** 30

export type FailedFrame = Extract<AgentFrame, { type: 'failed' }>

const NO_LIMITS = { cpuMs: null, wallMs: null, idleMs: null, hardMs: null, fileBytes: null, openFiles: null }

/** A plain EXEC. Its program finds `sh` and `perl`, and may rely on little else. */
export function exec(argv: readonly string[], change: Partial<ExecFrame> = {}): ExecFrame {
  return {
    type: 'exec',
    phase: 'run',
    terminal: null,
    stdin: 'none',
    stdinPipe: false,
    onlyIfOk: false,
    interactive: false,
    argv,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin' },
    ...change,
    limits: { ...NO_LIMITS, ...change.limits },
  }
}

export const sh = (script: string, change?: Partial<ExecFrame>): ExecFrame => exec(['sh', '-c', script], change)

export const perl = (script: string, change?: Partial<ExecFrame>): ExecFrame =>
  exec(['perl', '-e', `$|=1;${script}`], change)

/** An EXEC's limits: those given, no others. */
export function limits(given: Partial<ExecFrame['limits']>): ExecFrame['limits'] {
  return { ...NO_LIMITS, ...given }
}

/** The result of a COLLECT. */
export interface Collected {
  readonly files: readonly { path: string; executable: boolean; size: number; content: Buffer }[]
  /** The number of files that the agent says it has sent completely. */
  readonly count: number
  readonly leftOut: boolean
}

/** A COLLECT with generous limits, unless given. */
export const collect = (patterns: readonly string[], change: Partial<CollectFrame> = {}): CollectFrame => ({
  type: 'collect',
  patterns,
  maxTotalBytes: 2 ** 30,
  maxFileBytes: 2 ** 30,
  ...change,
})

/** An agent and all its frames. Ends with the test, which fails if one of its processes is left. */
export class AgentUnderTest {
  readonly frames: AgentFrame[] = []
  /** The frames as they were read. */
  readonly chunks: Buffer[] = []
  /** The exit code, once it has ended. */
  readonly ended: Promise<number | null>
  readonly #process: ChildProcessByStdio<Writable, Readable, Readable>
  readonly #decoder = new AgentFrameDecoder()
  readonly #patienceMs: number
  #read = 0
  #log = ''

  /** `patienceMs` is how long to wait for anything. */
  constructor(command: string, args: readonly string[], patienceMs = 20_000) {
    this.#patienceMs = patienceMs
    // Detached, so that an interrupt of the tests does not reach it: its stdin ends, and it cleans up.
    this.#process = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true })
    this.#process.stdin.on('error', () => {}) // an ended agent says so by its exit code
    this.#process.stdout.on('data', (chunk: Buffer) => {
      this.chunks.push(chunk)
      this.frames.push(...this.#decoder.push(chunk))
    })
    this.#process.stderr.on('data', (chunk: Buffer) => (this.#log += chunk.toString()))
    this.ended = once(this.#process, 'close').then(([code]: (number | null)[]) => code ?? null)
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  /** In one write: frames that arrive together are one job for the agent. */
  send(...frames: readonly HostFrame[]): void {
    this.sendBytes(Buffer.concat(frames.map(encodeHostFrame)))
  }

  sendBytes(bytes: Uint8Array): void {
    this.#process.stdin.write(bytes)
  }

  stdin(text: string): void {
    this.send({ type: 'stdin', bytes: Buffer.from(text) })
  }

  /** Whether the agent's frames are read. */
  set listening(value: boolean) {
    if (value) this.#process.stdout.resume()
    else this.#process.stdout.pause()
  }

  /** The end of the agent's own stdin, which ends it. */
  hangUp(): void {
    this.#process.stdin.end()
  }

  /** Waits until the condition holds; fails the test if it does not hold in time. */
  async until(what: string, condition: () => boolean): Promise<void> {
    const check = (): void => {
      if (!condition()) throw new Error(`timed out waiting for ${what}; the agent said ${this.#summary()}`)
    }
    await vi.waitFor(check, { interval: 5, timeout: this.#patienceMs })
  }

  /** The next frame of this type, in order. Skips frames before it. */
  async next<Type extends AgentFrame['type']>(type: Type): Promise<Extract<AgentFrame, { type: Type }>> {
    await this.until(`a frame "${type}"`, () => this.frames.slice(this.#read).some((frame) => frame.type === type))
    const index = this.frames.findIndex((frame, at) => at >= this.#read && frame.type === type)
    this.#read = index + 1
    return this.frames[index] as Extract<AgentFrame, { type: Type }>
  }

  /** Runs it with enough credit, and waits for its EXIT. */
  async run(...frames: readonly HostFrame[]): Promise<ExitFrame> {
    this.send({ type: 'grant', bytes: PLENTY }, ...frames)
    return this.next('exit')
  }

  /** Runs a program that must fail. */
  async fail(...frames: readonly HostFrame[]): Promise<FailedFrame> {
    this.send({ type: 'grant', bytes: PLENTY }, ...frames)
    return this.next('failed')
  }

  /** Sends a job, and returns the result of the COLLECT at its end. */
  async collect(...frames: readonly HostFrame[]): Promise<Collected> {
    this.send({ type: 'grant', bytes: PLENTY }, ...frames)
    return this.collected()
  }

  /** The result of the next COLLECT. */
  async collected(): Promise<Collected> {
    const from = this.#read
    const { files: count, leftOut } = await this.next('collected')
    const files: { path: string; executable: boolean; size: number; content: Buffer }[] = []
    for (const frame of this.frames.slice(from, this.#read)) {
      const last = files.at(-1)
      if (frame.type === 'file-begin') files.push({ ...frame, content: Buffer.of() })
      if (frame.type === 'file-data' && last !== undefined) last.content = Buffer.concat([last.content, frame.bytes])
    }
    return {
      files: files.map(({ path, executable, size, content }) => ({ path, executable, size, content })),
      count,
      leftOut,
    }
  }

  /** Resets the sandbox. */
  async reset(wipe: boolean): Promise<Extract<AgentFrame, { type: 'reset-done' }>> {
    this.send({ type: 'reset', wipe })
    return this.next('reset-done')
  }

  bytes(channel: 'stdout' | 'stderr'): Buffer {
    return Buffer.concat(this.frames.flatMap((frame) => (frame.type === channel ? [frame.bytes] : [])))
  }

  text(channel: 'stdout' | 'stderr' = 'stdout'): string {
    return this.bytes(channel).toString('latin1')
  }

  /** Waits until the program has written this, somewhere. */
  async says(text: string): Promise<void> {
    await this.until(`the output ${JSON.stringify(text)}`, () => this.text().includes(text))
  }

  /** The bytes of stdin that the agent has taken so far. */
  get acknowledged(): number {
    return this.frames.reduce((sum, frame) => sum + (frame.type === 'stdin-ack' ? frame.bytes : 0), 0)
  }

  async close(): Promise<void> {
    this.hangUp()
    await this.ended
  }

  #summary(): string {
    const last = this.frames.slice(-8).map((frame) => JSON.stringify(frame).slice(0, 200))
    return `${last.join(' ')} ${this.#log}`
  }
}

interface LocalOptions {
  cgroup?: string
  silenceMs?: number
  /** The folder for its work directory: the system's temporary folder, unless named. */
  folder?: string
  /** The places it wipes, given its work directory. None, unless named. */
  wipe?: (work: string) => readonly string[]
}

/** An agent outside any container, in a new work directory. */
export class LocalAgent extends AgentUnderTest {
  readonly work: string

  constructor({ cgroup = '/nonexistent', folder = tmpdir(), silenceMs, wipe }: LocalOptions = {}) {
    if (!existsSync(BINARY)) throw new Error(`${BINARY} is missing: make -C service/agent, or set SANDRUN_AGENT_BINARY`)
    const work = mkdtempSync(join(folder, 'sandrun-agent-'))
    const silence = silenceMs === undefined ? [] : ['--silence-ms', String(silenceMs)]
    const places = (wipe?.(work) ?? []).flatMap((place) => ['--wipe', place])
    super(BINARY, ['--cgroup-root', cgroup, '--work', work, ...silence, ...places])
    this.work = work
    onTestFinished(async () => {
      await this.close()
      rmSync(work, { recursive: true })
    })
  }

  path(name: string): string {
    return join(this.work, name)
  }

  /** The pids of its child processes. */
  get children(): string[] {
    return readFileSync(`/proc/${this.pid}/task/${this.pid}/children`, 'utf8').split(' ').filter(Boolean)
  }

  /** The agent's CPU time, in hundredths of a second (proc(5), /proc/pid/stat). */
  get cpuTicks(): number {
    const fields = readFileSync(`/proc/${this.pid}/stat`, 'utf8').replace(/.*\) /, '').split(' ')
    return Number(fields[11]) + Number(fields[12])
  }

  /** Waits for a program to write this file, and returns the text up to its first line end. */
  async wrote(name: string): Promise<string> {
    const read = (): string => (existsSync(this.path(name)) ? readFileSync(this.path(name), 'utf8') : '')
    await this.until(`the file ${name}`, () => read().includes('\n'))
    return read().trim()
  }
}

/** An agent whose work directory has these files. */
export function agentWith(files: Readonly<Record<string, string | Buffer>>): LocalAgent {
  const agent = new LocalAgent()
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(agent.path(path)), { recursive: true })
    writeFileSync(agent.path(path), content)
  }
  return agent
}

/** Whether a process with this id exists and is not a zombie. */
export function isAlive(pid: number): boolean {
  const status = `/proc/${pid}/stat`
  if (!existsSync(status)) return false
  try {
    return !/\) [ZX] /.test(readFileSync(status, 'utf8'))
  } catch {
    return false // it ended in between
  }
}
