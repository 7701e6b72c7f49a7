import { randomBytes } from 'node:crypto'
import { type RunResult, SIGNALS, type SignalName, type TerminalSize } from '@sandrun/shared'
import type { HostFrame } from '../agent/frames.ts'
import type { Sandbox, SandboxShape } from '../pool/sandbox.ts'
import type { RunHandle } from '../../ports/run-host.ts'
import type { Slot } from '../../ports/scheduler.ts'
import { CANCEL } from './exec-frame.ts'
import { OutputCredit } from './credit.ts'
import type { RunContext } from './run-context.ts'
import { sandboxNeeds } from './resolve-limits.ts'
import type { ResolvedRun } from './resolve.ts'
import type { SandboxLease, SpareSandbox } from './sandbox-source.ts'
import type { Outcome } from './judge-end.ts'
import { SandboxedRun } from './sandboxed-run.ts'

const NEVER_BEGAN = { verdict: 'cancelled', message: 'Cancelled before it started.' } as const

/** One execution, from the queue to the result. Never repeated. */
export class Run implements RunHandle {
  readonly id: string
  /** Known only to the client that started the run. */
  readonly resumeToken: string
  readonly #resolved: ResolvedRun
  readonly #context: RunContext
  readonly #live: boolean
  readonly #cancelled = new AbortController()
  readonly #credit = new OutputCredit((bytes) => this.#send({ type: 'grant', bytes }))
  readonly #warnings: string[] = []
  /** Actions that came before there was a sandbox. */
  #early: ((sandbox: Sandbox) => void)[] = []
  /** Signals that wait for the program; null once it runs. */
  #signals: (() => void)[] | null = []
  #sandbox: Sandbox | null = null
  /** Other sandboxes that run cases. */
  readonly #helpers = new Set<Sandbox>()
  #terminal: TerminalSize | null
  #queuedToCompileMs = 0
  #over = false

  constructor(resolved: ResolvedRun, context: RunContext) {
    this.id = context.id
    this.resumeToken = context.resumeToken ?? randomBytes(24).toString('base64url')
    this.#resolved = resolved
    this.#context = context
    this.#live = context.live && resolved.stdin === null && resolved.cases === null
    this.#terminal = resolved.terminal
  }

  /**
   * Executes the run. Throws a SandrunError only when it never began: the queue is full, the service is closing, no
   * sandbox could be made. Anything that happens later becomes a result.
   */
  async execute(): Promise<RunResult> {
    const { pack, compile, run } = this.#resolved
    const { findImage } = this.#context
    const language = pack.manifest.id
    const { id: image, version } = await findImage()
    const result = {
      id: this.id,
      language,
      version,
      warnings: this.#warnings,
      warm: false,
      start: 'cold' as const,
      queuedMs: 0,
      startedAt: new Date().toISOString(),
    }
    const needs = sandboxNeeds({ run: run.limits, compile: compile?.limits ?? null })
    const shape = { packId: language, image, ...needs }
    const lease = await this.#lease(shape)
    if (lease === null) return { ...result, ...NEVER_BEGAN }
    const { sandbox, warm, queuedMs } = lease
    try {
      // Cancelled while its sandbox was being made.
      if (this.#cancelled.signal.aborted) return { ...result, ...NEVER_BEGAN, warm, queuedMs }
      const started = { language, version, warm, limits: run.limits, network: 'none' } as const
      await this.#context.begin?.(started)
      this.#context.log.append({ type: 'started', ...started })
      this.#warnOfReplaced()
      const { prepared, ...outcome } = await this.#executeIn(sandbox, shape)
      const start = prepared ? 'prepared' : warm ? 'warm' : 'cold'
      return { ...result, ...outcome, warm, start, queuedMs: queuedMs + this.#queuedToCompileMs }
    } finally {
      this.#over = true
      await lease.end()
    }
  }

  writeStdin(bytes: Uint8Array): void {
    // Ignore a client's input when the request has its own: it would come before that, and so would its end.
    if (this.#live) this.#whenSandboxed(({ agent }) => agent.writeStdin(bytes))
  }

  endStdin(): void {
    if (this.#live) this.#whenSandboxed(({ agent }) => agent.endStdin())
  }

  /** Sends a signal to the program, once it runs: the agent could not deliver it earlier. */
  signal(name: SignalName): void {
    const send = (): void => this.#sendAll({ type: 'signal', signal: SIGNALS[name] })
    if (this.#signals === null) send()
    else this.#signals.push(send)
  }

  resize(size: TerminalSize): void {
    this.#terminal = this.#terminal === null ? null : size
    this.#send({ type: 'resize', ...size })
  }

  /** Ends the run: at once in the queue, by SIGTERM and soon SIGKILL in the sandbox. */
  cancel(): void {
    this.#cancelled.abort()
    this.#sendAll(CANCEL)
  }

  /** The reader has processed this many bytes of output: as many more may come. */
  consumed(bytes: number): void {
    this.#credit.consumed(bytes)
  }

  async #lease(shape: SandboxShape): Promise<SandboxLease | null> {
    const { signal } = this.#cancelled
    try {
      return await this.#context.source.lease(
        shape,
        (position) => this.#context.log.append({ type: 'queued', position }),
        signal,
      )
    } catch (error) {
      // A service that shuts down may refuse the run just as it is cancelled.
      if (signal.aborted && error === signal.reason) return null
      throw error
    }
  }

  async #executeIn(sandbox: Sandbox, shape: SandboxShape): Promise<Outcome & { prepared: boolean }> {
    const { log, live, oom, interactiveMaximumMs, compileSlot, elsewhere } = this.#context
    const run = new SandboxedRun({
      resolved: this.#resolved,
      sandbox,
      compileSlot: compileSlot(shape.image),
      live: this.#live,
      compileTurn: () => this.#turnToCompile(),
      maximumMs: interactiveMaximumMs,
      terminal: () => this.#terminal,
      isCancelled: () => this.#cancelled.signal.aborted,
      findSpare: () => this.#findSpare(shape),
      begun: () => this.#begin(sandbox),
      started: (phase) => phase === 'run' && this.#flushSignals(),
      wasOutOfMemory: ({ id }) => oom.wasOomKilled(id),
      elsewhere,
      log,
      isPaced: live,
      warned: (text) => this.#warn(text),
      consumed: (bytes) => this.consumed(bytes),
    })
    const outcome = await run.execute()
    return { ...outcome, prepared: run.prepared }
  }

  #findSpare(shape: SandboxShape): SpareSandbox | null {
    const spare = this.#context.source.spare?.(shape) ?? null
    if (spare === null) return null
    this.#helpers.add(spare.sandbox)
    const end = (): void => {
      this.#helpers.delete(spare.sandbox)
      spare.end()
    }
    return { ...spare, end }
  }

  async #turnToCompile(): Promise<Slot | null> {
    const { compileTurn, log } = this.#context
    const { signal } = this.#cancelled
    const queued = (position: number): void => log.append({ type: 'queued', position, for: 'compiler' })
    try {
      const turn = await compileTurn(queued, signal)
      this.#queuedToCompileMs = turn.queuedMs
      return turn
    } catch (error) {
      if (signal.aborted) return null
      throw error
    }
  }

  /** A data file is lost if compiling writes the program in its place; a program that was built before is not. */
  #warnOfReplaced(): void {
    const { compile, files, pack } = this.#resolved
    if (compile === null) return
    const { artefacts = [] } = pack.manifest
    for (const { path, content } of files) {
      const isProgram = Buffer.from(content.subarray(0, 4)).toString('latin1') === '\x7fELF'
      if (artefacts.includes(path) && !isProgram) this.#warn(`The compiled program replaces your file "${path}".`)
    }
  }

  #warn(text: string): void {
    if (!this.#warnings.includes(text)) this.#warnings.push(text)
  }

  #send(frame: HostFrame): void {
    this.#whenSandboxed(({ agent }) => agent.send(frame))
  }

  #sendAll(frame: HostFrame): void {
    this.#send(frame)
    for (const { agent } of this.#helpers) agent.send(frame)
  }

  /** Delays actions until there is a sandbox, and drops those after the end. */
  #whenSandboxed(action: (sandbox: Sandbox) => void): void {
    if (this.#over) return
    if (this.#sandbox === null) this.#early.push(action)
    else action(this.#sandbox)
  }

  #flushSignals(): void {
    const waiting = this.#signals ?? []
    this.#signals = null
    for (const send of waiting) send()
  }

  /** The program starts: sends everything that has waited for it. */
  #begin(sandbox: Sandbox): void {
    this.#sandbox = sandbox
    for (const action of this.#early.splice(0)) action(sandbox)
  }
}
