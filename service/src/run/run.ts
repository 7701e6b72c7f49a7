import { randomBytes, randomUUID } from 'node:crypto'
import {
  type PhaseName,
  type RunResult,
  SandrunError,
  SIGNALS,
  type SignalName,
  type TerminalSize,
} from '@sandrun/shared'
import { encodeFile, type HostFrame } from '../agent/frames.ts'
import type { OomWatch } from '../pool/oom-watch.ts'
import type { Sandbox } from '../pool/sandbox.ts'
import type { WarmPool } from '../pool/warm-pool.ts'
import type { Scheduler, Slot } from '../scheduler/port.ts'
import { OUTPUT_CREDIT_BYTES, OutputCredit } from './credit.ts'
import { execFrame } from './exec-frame.ts'
import type { RunObserver } from './observer.ts'
import { type ResolvedPhase, type ResolvedRun, sandboxNeeds } from './resolve.ts'
import { type PhaseEnd, SandboxJob } from './sandbox-job.ts'
import { type Judgement, judge, judgeFailure, judgeLoss, nameWantOfMemory } from './verdict.ts'

/** After SIGTERM a program has this long to tidy up before it is killed. */
const CANCEL_GRACE_MS = 50

/** An image that sandboxes can be made from, and what its toolchain says its version is. */
export interface BuiltImage {
  id: string
  version: string
}

export interface RunContext {
  scheduler: Scheduler
  pool: WarmPool
  oom: OomWatch
  /** The built image of a language; throws `image-missing` or `unknown-version`. */
  findImage(): Promise<BuiltImage>
  interactiveMaximumMs: number
}

/** The phases there were, and what the last of them means. */
type Outcome = Judgement & Pick<RunResult, 'compile' | 'run'>

/** One execution, from the queue to the result. Never repeated. */
export class Run {
  readonly id = randomUUID()
  /** Shown to the one who started it, and to nobody else. */
  readonly resumeToken = randomBytes(24).toString('base64url')
  readonly #resolved: ResolvedRun
  readonly #context: RunContext
  readonly #observer: RunObserver
  readonly #live: boolean
  readonly #cancelled = new AbortController()
  readonly #credit = new OutputCredit((bytes) => this.#send({ type: 'grant', bytes }))
  readonly #warnings: string[] = []
  /** What came before there was a sandbox. */
  #early: ((sandbox: Sandbox) => void)[] = []
  #sandbox: Sandbox | null = null
  #stdinTaken = 0
  #terminal: TerminalSize | null
  #over = false

  /** `live`: its stdin comes from a client who may take time to think. */
  constructor(resolved: ResolvedRun, context: RunContext, observer: RunObserver, live: boolean) {
    this.#resolved = resolved
    this.#context = context
    this.#observer = observer
    this.#live = live && resolved.stdin === null
    this.#terminal = resolved.terminal
  }

  /**
   * Runs it. Throws a SandrunError only when it never began: the queue is full, the service is closing, no sandbox
   * could be made. Whatever happens after that is a result.
   */
  async execute(): Promise<RunResult> {
    const { pack, compile, run } = this.#resolved
    const { pool, oom, findImage } = this.#context
    const language = pack.manifest.id
    const { id: image, version } = await findImage()
    const result = {
      id: this.id,
      language,
      version,
      warnings: this.#warnings,
      warm: false,
      queuedMs: 0,
      startedAt: new Date().toISOString(),
    }
    const needs = sandboxNeeds(run.limits, compile?.limits ?? null)
    const slot = await this.#admit(needs.memoryMb)
    if (slot === null) return { ...result, verdict: 'cancelled', message: 'Cancelled before it began.' }
    const { sandbox, warm } = await pool.take({ packId: language, image, ...needs }).catch((error: unknown) => {
      slot[Symbol.dispose]()
      throw error
    })
    try {
      this.#observer.started({ language, version, warm })
      return { ...result, ...(await this.#executeIn(sandbox)), warm, queuedMs: slot.queuedMs }
    } finally {
      this.#over = true
      // The result does not wait for the removal; the place of the run does.
      void pool.release(sandbox).finally(() => {
        slot[Symbol.dispose]()
        oom.forget(sandbox.id)
      })
    }
  }

  writeStdin(bytes: Uint8Array): void {
    this.#whenSandboxed(({ agent }) => agent.writeStdin(bytes))
  }

  endStdin(): void {
    this.#whenSandboxed(({ agent }) => agent.endStdin())
  }

  signal(name: SignalName): void {
    this.#send({ type: 'signal', signal: SIGNALS[name] })
  }

  resize(size: TerminalSize): void {
    this.#terminal = this.#terminal === null ? null : size
    this.#send({ type: 'resize', ...size })
  }

  /** Ends it: in the queue at once, in the sandbox by SIGTERM and soon SIGKILL. */
  cancel(): void {
    this.#cancelled.abort()
    this.#send({ type: 'stop', cause: 'cancelled', graceMs: CANCEL_GRACE_MS })
  }

  /** The reader has dealt with so many bytes of output: as many more may come. */
  consumed(bytes: number): void {
    this.#credit.consumed(bytes)
  }

  async #admit(memoryMb: number): Promise<Slot | null> {
    const { signal } = this.#cancelled
    try {
      return await this.#context.scheduler.admit({ memoryMb }, (place) => this.#observer.queued(place), signal)
    } catch (error) {
      if (signal.aborted) return null
      throw error
    }
  }

  async #executeIn(sandbox: Sandbox): Promise<Outcome> {
    const { files, compile, run, stdin } = this.#resolved
    const job = new SandboxJob(sandbox, {
      phase: (name) => this.#observer.phase(name),
      output: (channel, bytes) => this.#observer.output(channel, bytes),
      stdinTaken: (bytes) => {
        this.#stdinTaken += bytes
        this.#observer.stdinTaken(this.#stdinTaken)
      },
      warned: (text) => this.#warn(text),
    })
    const prepare: HostFrame[] = [
      ...files.flatMap((file) => encodeFile(file)),
      { type: 'grant', bytes: OUTPUT_CREDIT_BYTES },
    ]
    let compiled: Outcome | null = null
    if (compile !== null) {
      compiled = await this.#phase(job, sandbox, 'compile', compile, prepare)
      if (compiled.verdict !== 'ok') return compiled
      if (this.#cancelled.signal.aborted) {
        return { ...compiled, verdict: 'cancelled', message: 'Cancelled after it was compiled.' }
      }
    }
    if (stdin !== null) {
      sandbox.agent.writeStdin(stdin)
      sandbox.agent.endStdin()
    }
    const ran = await this.#phase(job, sandbox, 'run', run, compile === null ? prepare : [])
    return compiled === null ? ran : { ...ran, compile: compiled.compile }
  }

  async #phase(
    job: SandboxJob,
    sandbox: Sandbox,
    name: PhaseName,
    phase: ResolvedPhase,
    before: readonly HostFrame[],
  ): Promise<Outcome> {
    await this.#limit(sandbox, phase)
    const exec = execFrame(name, phase, {
      terminal: this.#terminal,
      stdin: this.#resolved.stdin !== null ? 'given' : this.#live ? 'live' : 'none',
      maximumMs: this.#context.interactiveMaximumMs,
    })
    const ended = job.phase(phase, [...before, exec], this.#resolved.stopAtOutputLimit)
    this.#sandbox = sandbox
    this.#sendEarly(sandbox)
    return this.#judge(await ended, name, phase, sandbox)
  }

  #judge(end: PhaseEnd, name: PhaseName, { limits }: ResolvedPhase, { id }: Sandbox): Outcome {
    switch (end.type) {
      case 'exit':
        return {
          ...nameWantOfMemory(
            judge(end.exit, limits),
            end.result.stderr,
            this.#resolved.pack.manifest.outOfMemory,
            limits,
          ),
          [name]: end.result,
        }
      case 'failure':
        return judgeFailure(end.failure, name, limits)
      case 'lost':
        return judgeLoss(end.reason, limits, this.#context.oom.wasStruck(id))
    }
  }

  /** A compiled program's memory limit follows its phase. What the kernel refuses to take back stays, with a warning. */
  async #limit(sandbox: Sandbox, { limits }: ResolvedPhase): Promise<void> {
    try {
      await sandbox.limit(limits)
    } catch (error) {
      if (error instanceof SandrunError && error.code === 'docker-unavailable') throw error
      this.#warn(`The memory limit of ${limits.memoryMb} MB could not be set.`)
    }
  }

  #warn(text: string): void {
    if (!this.#warnings.includes(text)) this.#warnings.push(text)
  }

  #send(frame: HostFrame): void {
    this.#whenSandboxed(({ agent }) => agent.send(frame))
  }

  /** What comes while there is no sandbox yet waits; what comes after the end is for nobody. */
  #whenSandboxed(action: (sandbox: Sandbox) => void): void {
    if (this.#over) return
    if (this.#sandbox === null) this.#early.push(action)
    else action(this.#sandbox)
  }

  #sendEarly(sandbox: Sandbox): void {
    for (const action of this.#early.splice(0)) action(sandbox)
  }
}
