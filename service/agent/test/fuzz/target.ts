import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { type AgentFrame, AgentFrameDecoder } from '../../../src/worker/agent/frames.ts'
import { BINARY } from '../agent-under-test.ts'

const AGENT = join(import.meta.dirname, '../..')

/** An agent that ends at the first bad memory access, if none is named and this machine can build it; else the normal one. */
export function buildTarget(): string {
  if (process.env['SANDRUN_AGENT_BINARY'] !== undefined) return BINARY
  const { status } = spawnSync('make', ['-C', AGENT, 'sanitize'])
  return status === 0 ? join(AGENT, 'build/init-sanitized') : BINARY
}

const ENVIRONMENT = {
  // The leak detector would trace the agent, which forbids that; a small quarantine makes growth visible.
  ASAN_OPTIONS: 'detect_leaks=0:quarantine_size_mb=1',
  UBSAN_OPTIONS: 'print_stacktrace=1',
}

export interface Ending {
  code: number | null
  signal: string | null
  /** Its stderr: a sanitizer's report, if anything. */
  log: string
}

/**
 * An agent that receives arbitrary bytes. Waits for answers without polling, because there are a hundred thousand of
 * them.
 */
export class Target {
  readonly ended: Promise<Ending>
  readonly frames: AgentFrame[] = []
  readonly #process: ChildProcessByStdio<Writable, Readable, Readable>
  #wake: () => void = () => {}
  #over = false

  constructor(binary: string, work: string) {
    const args = ['--cgroup-root', '/nonexistent', '--work', work]
    this.#process = spawn(binary, args, { stdio: ['pipe', 'pipe', 'pipe'], detached: true, env: ENVIRONMENT })
    const decoder = new AgentFrameDecoder()
    let log = ''
    this.#process.stdin.on('error', () => {}) // it may end before it has read everything
    this.#process.stdout.on('data', (chunk: Buffer) => {
      this.frames.push(...decoder.push(chunk))
      this.#wake()
    })
    this.#process.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()))
    this.ended = once(this.#process, 'close').then(([code, signal]: (number | string | null)[]) => {
      this.#over = true
      this.#wake()
      return { code: typeof code === 'number' ? code : null, signal: signal === null ? null : String(signal), log }
    })
  }

  throw(bytes: Buffer): void {
    this.#process.stdin.write(bytes)
  }

  hangUp(): void {
    this.#process.stdin.end()
  }

  /** The next frame of this type; null if the agent ends before it. Forgets all frames up to it. */
  async next<Type extends AgentFrame['type']>(type: Type): Promise<Extract<AgentFrame, { type: Type }> | null> {
    for (;;) {
      const index = this.frames.findIndex((frame) => frame.type === type)
      if (index >= 0) return this.frames.splice(0, index + 1).at(-1) as Extract<AgentFrame, { type: Type }>
      if (this.#over) return null
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      await promise
    }
  }

  /** Its memory in KiB, descriptors and children. */
  get holds(): { memory: number; files: number; children: number } {
    const folder = `/proc/${this.#process.pid}`
    const memory = Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`${folder}/status`, 'utf8'))?.[1])
    const children = readFileSync(`${folder}/task/${this.#process.pid}/children`, 'utf8').split(' ').filter(Boolean)
    return { memory, files: readdirSync(`${folder}/fd`).length, children: children.length }
  }
}
