import { randomBytes, randomUUID } from 'node:crypto'
import {
  type Limits,
  type OutputChannel,
  type PhaseName,
  type RunResult,
  SandrunError,
  SIGNALS,
  type SignalName,
  type TerminalSize,
} from '@sandrun/shared'
import type { AgentExit, AgentFailure, AgentListener } from '../agent/agent-session.ts'
import { encodeFile, type HostFrame } from '../agent/frames.ts'
import type { OomWatch } from '../pool/oom-watch.ts'
import type { Sandbox } from '../pool/sandbox.ts'
import type { WarmPool } from '../pool/warm-pool.ts'
import type { Scheduler } from '../scheduler/port.ts'
import { OUTPUT_CREDIT_BYTES, OutputCredit } from './credit.ts'
import type { RunObserver } from './observer.ts'
import { PhaseRecorder } from './phase-recorder.ts'
import { type ResolvedPhase, type ResolvedRun, sandboxNeeds } from './resolve.ts'
import { type Judgement, judge, judgeFailure } from './verdict.ts'

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
  /** The built image of a language; throws `image-missing` or `unknown-version`. */
  findImage(): Promise<BuiltImage>
  interactiveMaximumMs: number
  oom: OomWatch
}

type PhaseEnd = { exit: AgentExit } | { failure: AgentFailure } | { lost: string }

/** One execution, from the queue to the result. Never repeated. */
export class Run implements AgentListener {
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
  #recorder: PhaseRecorder
  #phaseEnd = Promise.withResolvers<PhaseEnd>()
  #stdinTaken = 0
  #terminal: TerminalSize | null
  #image: BuiltImage = { id: '', version: '' }
  #over = false

  /** `live`: its stdin comes from a client who may take time to think. */
  constructor(resolved: ResolvedRun, context: RunContext, observer: RunObserver, live: boolean) {
    this.#resolved = resolved
    this.#context = context
    this.#observer = observer
    this.#live = live && resolved.stdin === null
    this.#recorder = new PhaseRecorder(resolved.run.limits)
    this.#terminal = resolved.terminal
  }

  /**
   * Runs it. Throws a SandrunError only when it never began: the queue is full, the service is closing, no sandbox
   * could be made. Whatever happens after that is a result.
   */
  async execute(): Promise<RunResult> {
    const { scheduler, pool, oom } = this.#context
    const { pack, compile, run } = this.#resolved
    const startedAt = new Date().toISOString()
    this.#image = await this.#context.findImage()
    const needs = sandboxNeeds(run.limits, compile?.limits ?? null)
    const slot = await this.#admit(scheduler, needs.memoryMb)
    if (slot === null) return this.#result({ verdict: 'cancelled', message: 'Cancelled before it began.' }, startedAt)
    const shape = { packId: pack.manifest.id, image: this.#image.id, ...needs }
    const { sandbox, warm } = await pool.take(shape).catch((error: unknown) => {
      slot[Symbol.dispose]()
      throw error
    })
    try {
      this.#observer.started({ language: pack.manifest.id, version: this.#image.version, warm })
      const result = await this.#executeIn(sandbox, startedAt)
      return { ...result, warm, queuedMs: slot.queuedMs }
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

  started(phase: PhaseName): void {
    this.#observer.phase(phase)
  }

  output(channel: OutputChannel, bytes: Uint8Array): void {
    this.#recorder.append(channel, bytes)
    this.#observer.output(channel, bytes)
    if (this.#resolved.stopAtOutputLimit && this.#recorder.overLimit) {
      this.#send({ type: 'stop', cause: 'output-limit', graceMs: 0 })
    }
  }

  exited(exit: AgentExit): void {
    this.#phaseEnd.resolve({ exit })
  }

  failed(failure: AgentFailure): void {
    this.#phaseEnd.resolve({ failure })
  }

  stdinTaken(bytes: number): void {
    this.#stdinTaken += bytes
    this.#observer.stdinTaken(this.#stdinTaken)
  }

  warned(text: string): void {
    if (!this.#warnings.includes(text)) this.#warnings.push(text)
  }

  lost(reason: string): void {
    this.#phaseEnd.resolve({ lost: reason })
  }

  async #admit(scheduler: Scheduler, memoryMb: number): Promise<Awaited<ReturnType<Scheduler['admit']>> | null> {
    try {
      return await scheduler.admit({ memoryMb }, (position) => this.#observer.queued(position), this.#cancelled.signal)
    } catch (error) {
      if (this.#cancelled.signal.aborted) return null
      throw error
    }
  }

  async #executeIn(sandbox: Sandbox, startedAt: string): Promise<RunResult> {
    const { files, compile, run } = this.#resolved
    const fileFrames = files.flatMap((file) => encodeFile(file))
    const [first, second] = compile === null ? [run, null] : [compile, run]
    await this.#limit(sandbox, first.limits)
    sandbox.agent.listen(this)
    this.#sandbox = sandbox
    const start = this.#phaseFrames(compile === null ? 'run' : 'compile', first)
    sandbox.agent.send(...fileFrames, { type: 'grant', bytes: OUTPUT_CREDIT_BYTES }, ...start)
    this.#sendEarly(sandbox)
    if (compile === null || second === null) return this.#conclude('run', run, {}, startedAt)

    const compiled = await this.#conclude('compile', compile, {}, startedAt)
    if (compiled.verdict !== 'ok') return compiled
    await this.#limit(sandbox, second.limits)
    this.#recorder = new PhaseRecorder(second.limits)
    this.#phaseEnd = Promise.withResolvers()
    if (this.#cancelled.signal.aborted) {
      return { ...compiled, verdict: 'cancelled', message: 'Cancelled after it was compiled.' }
    }
    sandbox.agent.send(...this.#phaseFrames('run', second))
    return this.#conclude('run', second, compiled.compile === undefined ? {} : { compile: compiled.compile }, startedAt)
  }

  /** Waits for the end of a phase and says what it means. */
  async #conclude(
    phase: PhaseName,
    { limits }: ResolvedPhase,
    before: Pick<RunResult, 'compile'>,
    startedAt: string,
  ): Promise<RunResult> {
    const sandboxId = this.#sandbox?.id ?? ''
    const end = await this.#phaseEnd.promise
    if ('exit' in end) {
      const recorded = { ...before, [phase]: this.#recorder.finish(end.exit) }
      return this.#result(judge(end.exit, limits), startedAt, recorded)
    }
    if ('failure' in end) return this.#result(judgeFailure(end.failure, phase, limits), startedAt, before)
    return this.#result(this.#judgeLoss(end.lost, sandboxId, limits), startedAt, before)
  }

  #judgeLoss(reason: string, containerId: string, limits: Limits): Judgement {
    if (this.#context.oom.wasStruck(containerId)) {
      return { verdict: 'memory-limit', message: `Stopped for needing more than ${limits.memoryMb} MB of memory.` }
    }
    return { verdict: 'internal-error', message: `The sandbox was lost: ${reason}.` }
  }

  #result(judgement: Judgement, startedAt: string, phases: Pick<RunResult, 'compile' | 'run'> = {}): RunResult {
    return {
      id: this.id,
      language: this.#resolved.pack.manifest.id,
      version: this.#image.version,
      ...judgement,
      ...phases,
      warnings: this.#warnings,
      warm: false,
      queuedMs: 0,
      startedAt,
    }
  }

  #phaseFrames(phase: PhaseName, { argv, env, limits }: ResolvedPhase): HostFrame[] {
    const isRun = phase === 'run'
    const { stdin } = this.#resolved
    const exec: HostFrame = {
      type: 'exec',
      phase,
      terminal: isRun ? this.#terminal : null,
      stdin: isRun && (this.#live || stdin !== null) ? 'frames' : 'none',
      stdinPipe: stdin !== null,
      onlyIfOk: false,
      interactive: isRun && this.#live,
      limits: {
        cpuMs: limits.cpuMs,
        wallMs: limits.wallMs,
        idleMs: limits.idleMs,
        hardMs: this.#context.interactiveMaximumMs,
        fileBytes: limits.fileMb * 2 ** 20,
        openFiles: limits.openFiles,
      },
      argv,
      env,
    }
    if (isRun && stdin !== null) {
      this.#whenSandboxed(({ agent }) => {
        agent.writeStdin(stdin)
        agent.endStdin()
      })
    }
    return [exec]
  }

  /** A compiled program's memory limit follows its phase. What the kernel refuses to take back stays, with a warning. */
  async #limit(sandbox: Sandbox, limits: Limits): Promise<void> {
    try {
      await sandbox.limit(limits)
    } catch (error) {
      if (error instanceof SandrunError && error.code === 'docker-unavailable') throw error
      this.#warnings.push(`The memory limit of ${limits.memoryMb} MB could not be set.`)
    }
  }

  #send(frame: HostFrame): void {
    this.#whenSandboxed(({ agent }) => agent.send(frame))
  }

  #whenSandboxed(action: (sandbox: Sandbox) => void): void {
    if (this.#over) return
    if (this.#sandbox === null) this.#early.push(action)
    else action(this.#sandbox)
  }

  #sendEarly(sandbox: Sandbox): void {
    const early = this.#early
    this.#early = []
    for (const action of early) action(sandbox)
  }
}
