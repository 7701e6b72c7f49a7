import type { OutputChannel, PhaseName, PhaseResult } from '@sandrun/shared'
import type { AgentExit, AgentFailure, AgentListener } from '../agent/agent-session.ts'
import type { FileFrame, HostFrame } from '../agent/frames.ts'
import type { Sandbox } from '../pool/sandbox.ts'
import type { RunLog } from '../../run-log/run-log.ts'
import { PhaseRecorder } from './phase-recorder.ts'
import type { ResolvedPhase } from './resolve.ts'

/** Where to report what a run does. */
export interface StepSettings {
  log: RunLog
  /** The log's reader reports what it has consumed; else all output counts as consumed at once. */
  isPaced: boolean
  consumed: (bytes: number) => void
  /** The program of a phase runs. */
  started: (phase: PhaseName) => void
  /** A warning of the agent, with one of its codes. */
  warned: (code: number, text: string) => void
}

/** How to run one phase. */
export interface PhaseSettings {
  phase: ResolvedPhase
  stopAtLimit: boolean
  /** Its input and output go into its result, not into the log. */
  silent: boolean
  /** A copy of the prepared runtime may run it. */
  copied: boolean
}

/** How a step ended: an entry of the agent's queue, which may never end. */
export type StepEnd =
  | { type: 'exit'; exit: AgentExit; result: PhaseResult }
  | { type: 'collected'; files: CollectedFrame[]; leftOut: boolean; unmatched: readonly number[] }
  | { type: 'reset'; ok: boolean; message: string }
  | { type: 'failure'; failure: AgentFailure }
  | { type: 'lost'; reason: string }

/** A file from a sandbox, ready to be sent to another. */
type CollectedFrame = FileFrame & { content: Uint8Array<ArrayBuffer> }

/** The steps of one run in its sandbox, one entry of the agent's queue at a time. */
export class RunSteps implements AgentListener {
  readonly #sandbox: Sandbox
  readonly #settings: StepSettings
  #recorder: PhaseRecorder | null = null
  #silent = false
  #prepared = false
  #copied = false
  #wiping = false
  #hasStarted = false
  #wasAlive = true
  #files: { path: string; executable: boolean; chunks: Uint8Array[] }[] = []
  #ended = Promise.withResolvers<StepEnd>()

  constructor(sandbox: Sandbox, settings: StepSettings) {
    this.#sandbox = sandbox
    this.#settings = settings
    sandbox.agent.listen(this)
  }

  /** Whether a prepared runtime has run a phase. */
  get prepared(): boolean {
    return this.#prepared
  }

  /** Whether the sandbox was there when the last phase began. */
  get wasAlive(): boolean {
    return this.#wasAlive
  }

  /** Whether the program of the last phase has started. */
  get hasStarted(): boolean {
    return this.#hasStarted
  }

  /**
   * Sends the frames, the last of which starts the phase, and waits for its end, or for that of a `wipe` before it, if
   * that fails.
   */
  async phase({ phase, stopAtLimit, silent, copied }: PhaseSettings, frames: readonly HostFrame[]): Promise<StepEnd> {
    this.#silent = silent
    this.#copied = copied
    this.#hasStarted = false
    this.#wasAlive = this.#sandbox.agent.alive
    this.#recorder = new PhaseRecorder(phase.limits, stopAtLimit, silent ? null : this.#settings.log)
    const end = await this.#await(frames)
    this.#sandbox.agent.dropStdin()
    return end
  }

  /** Brings back the matching files. The program must not be running. */
  collect(patterns: readonly string[], maxBytes: number): Promise<StepEnd> {
    this.#files = []
    return this.#await([{ type: 'collect', patterns, maxTotalBytes: maxBytes, maxFileBytes: maxBytes }])
  }

  /** Empties every writable place before the next phase, whose frames can follow at once. */
  wipe(): void {
    this.#wiping = true
    this.#sandbox.agent.send({ type: 'reset', wipe: true })
  }

  /** Ends every process; the agent checks that none is left. */
  reset(): Promise<StepEnd> {
    return this.#await([{ type: 'reset', wipe: false }])
  }

  started(phase: PhaseName, prepared: boolean): void {
    this.#prepared ||= prepared
    this.#hasStarted = true
    // Every other start ends the runtime.
    if (!prepared || !this.#copied) this.#sandbox.endPrepared()
    this.#settings.log.append({ type: 'phase', name: phase })
    this.#settings.started(phase)
  }

  output(channel: OutputChannel, bytes: Uint8Array): void {
    this.#recorder?.append(channel, bytes)
    if (this.#silent || !this.#settings.isPaced) this.#settings.consumed(bytes.length)
    if (this.#recorder?.mustStop === true) {
      this.#sandbox.agent.send({ type: 'stop', cause: 'output-limit', graceMs: 0 })
    }
  }

  exited(exit: AgentExit): void {
    if (this.#recorder !== null) this.#ended.resolve({ type: 'exit', exit, result: this.#recorder.finish(exit) })
  }

  failed(failure: AgentFailure): void {
    this.#ended.resolve({ type: 'failure', failure })
  }

  stdinTaken(bytes: number): void {
    if (!this.#silent) this.#settings.log.tookStdin(bytes)
  }

  waiting(is: boolean): void {
    if (!this.#silent) this.#settings.log.noteWaiting(is)
  }

  fileBegun(path: string, executable: boolean): void {
    this.#files.push({ path, executable, chunks: [] })
  }

  fileContent(bytes: Uint8Array): void {
    // Copy the chunk, which is a view of a receive buffer. It is kept, so grant the same amount at once.
    this.#files.at(-1)?.chunks.push(bytes.slice())
    this.#sandbox.agent.send({ type: 'grant', bytes: bytes.length })
  }

  collected(leftOut: boolean, unmatched: readonly number[]): void {
    const files = this.#files.map(({ path, executable, chunks }): CollectedFrame => ({
      type: 'file',
      path,
      executable,
      content: new Uint8Array(Buffer.concat(chunks)),
    }))
    this.#ended.resolve({ type: 'collected', files, leftOut, unmatched })
  }

  resetDone(ok: boolean, message: string): void {
    const isWanted = !this.#wiping || !ok
    this.#wiping = false
    if (isWanted) this.#ended.resolve({ type: 'reset', ok, message })
  }

  warned(code: number, text: string): void {
    this.#settings.warned(code, text)
  }

  lost(reason: string): void {
    this.#ended.resolve({ type: 'lost', reason })
  }

  async #await(frames: readonly HostFrame[]): Promise<StepEnd> {
    this.#sandbox.agent.send(...frames)
    const end = await this.#ended.promise
    // A lost sandbox stays lost.
    if (end.type !== 'lost') this.#ended = Promise.withResolvers()
    return end
  }
}
