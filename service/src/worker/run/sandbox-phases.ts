import { type PhaseName, SandrunError } from '@sandrun/shared'
import { OUTPUT_CREDIT_BYTES } from '../../run-log/output-credit.ts'
import type { HostFrame } from '../agent/frames.ts'
import type { Sandbox } from '../pool/sandbox.ts'
import { CANCEL, execFrame } from './exec-frame.ts'
import { judgeEnd, type Outcome } from './judge-end.ts'
import { fitsCopies, fitsPrepared } from './prepared-runtime.ts'
import type { ResolvedPhase } from './resolve.ts'
import { RunSteps, type StepEnd, type StepSettings } from './run-steps.ts'
import type { SandboxedRunSettings } from './sandboxed-run-settings.ts'

/** How the program of a phase finds its sandbox. */
export interface PhaseStart {
  /** Its stdin, which is then complete. */
  given: Uint8Array | null
  /** Empty every writable place before it. */
  wipe: boolean
  /** Its output goes into its result only. */
  silent: boolean
}

/** What the phases in one of the sandboxes of a run need. */
export interface PhasesSettings extends Pick<
  SandboxedRunSettings,
  | 'resolved'
  | 'live'
  | 'maximumMs'
  | 'terminal'
  | 'isCancelled'
  | 'begun'
  | 'wasOutOfMemory'
  | 'elsewhere'
  | 'log'
  | 'isPaced'
> {
  sandbox: Sandbox
  warned: (text: string) => void
  started: StepSettings['started']
  agentWarned: StepSettings['warned']
  consumed: StepSettings['consumed']
}

/** Runs the phases of one run in one of its sandboxes. */
export class SandboxPhases {
  readonly steps: RunSteps
  readonly #settings: PhasesSettings

  constructor(settings: PhasesSettings) {
    this.#settings = settings
    this.steps = new RunSteps(settings.sandbox, { ...settings, warned: settings.agentWarned })
  }

  /** Runs a phase after the frames `before`, and tells how it ended. */
  async end(
    name: PhaseName,
    phase: ResolvedPhase,
    before: readonly HostFrame[],
    { given, wipe, silent }: PhaseStart,
  ): Promise<StepEnd> {
    const { resolved, live, maximumMs, terminal, isCancelled, begun, sandbox } = this.#settings
    const prepared = resolved.prepared && fitsPrepared(resolved.pack.manifest, name, phase, sandbox.shape)
    const copied = prepared && silent && sandbox.isPrepared && fitsCopies(resolved.pack.manifest, phase)
    await this.#limit(phase, copied)
    const stdin = given !== null ? 'given' : live ? 'live' : 'none'
    const exec = execFrame(name, phase, { terminal: terminal(), stdin, prepared, copied, silent, maximumMs })
    const how = { phase, stopAtLimit: resolved.stopAtOutputLimit, silent, copied }
    const ended = Promise.withResolvers<StepEnd>()
    sandbox.agent.together(() => {
      // A RESET discards stdin that came before it.
      if (wipe) this.steps.wipe()
      if (given !== null) sandbox.agent.giveStdin(given)
      ended.resolve(this.steps.phase(how, [...before, exec]))
    })
    begun()
    // Nothing ran when it was cancelled, so the agent had nothing to stop.
    if (isCancelled()) sandbox.agent.send(CANCEL)
    return ended.promise
  }

  /** The verdict about the end of a phase. */
  judge(end: StepEnd, phase: PhaseName, { limits }: ResolvedPhase): Outcome {
    const { resolved, sandbox, warned, live, wasOutOfMemory, elsewhere } = this.#settings
    for (const channel of ['stdout', 'stderr'] as const) {
      // A live client already has the bytes.
      if (end.type === 'exit' && !live && typeof end.result[channel] !== 'string')
        warned(`The program's ${channel} is not UTF-8, so the result has it as base64.`)
    }
    const isOutOfMemory = (): boolean => wasOutOfMemory(sandbox)
    return judgeEnd(end, { phase, limits, resolved, wasOutOfMemory: isOutOfMemory, elsewhere })
  }

  /** The credit that a run begins with. A session's last run may have left some; `said`: bytes already written. */
  grant(said = 0): HostFrame {
    return { type: 'grant', bytes: Math.max(0, OUTPUT_CREDIT_BYTES - this.#settings.sandbox.agent.credit - said) }
  }

  /**
   * Sets the limits of the sandbox for the phase; a `copied` runtime that waits does not count as a process of the
   * program. If the kernel refuses to take memory back, the run continues with a warning.
   */
  async #limit({ limits: { memoryMb, processes } }: ResolvedPhase, copied: boolean): Promise<void> {
    const { sandbox, warned } = this.#settings
    try {
      await sandbox.limit({ memoryMb, processes: processes + Number(copied) })
    } catch (error) {
      if (error instanceof SandrunError && error.code === 'docker-unavailable') throw error
      if (sandbox.agent.alive) warned(`Can't set the memory limit of ${memoryMb} MB.`)
    }
  }
}
