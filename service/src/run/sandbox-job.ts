import type { OutputChannel, PhaseName, PhaseResult } from '@sandrun/shared'
import type { AgentExit, AgentFailure, AgentListener } from '../agent/agent-session.ts'
import type { HostFrame } from '../agent/frames.ts'
import type { Sandbox } from '../pool/sandbox.ts'
import { PhaseRecorder } from './phase-recorder.ts'
import type { ResolvedPhase } from './resolve.ts'

/** What is heard of a job while it goes on. */
export interface JobObserver {
  phase(name: PhaseName): void
  output(channel: OutputChannel, bytes: Uint8Array): void
  stdinTaken(bytes: number): void
  warned(text: string): void
}

/** How a phase ended: it exited, its agent could not start it, or its sandbox was lost. */
export type PhaseEnd =
  | { type: 'exit'; exit: AgentExit; result: PhaseResult }
  | { type: 'failure'; failure: AgentFailure }
  | { type: 'lost'; reason: string }

/** What one run does in its sandbox, one phase at a time. */
export class SandboxJob implements AgentListener {
  readonly #sandbox: Sandbox
  readonly #observer: JobObserver
  #recorder: PhaseRecorder | null = null
  #ended = Promise.withResolvers<PhaseEnd>()

  constructor(sandbox: Sandbox, observer: JobObserver) {
    this.#sandbox = sandbox
    this.#observer = observer
    sandbox.agent.listen(this)
  }

  /** Sends the frames in one write, the last of which starts the phase, and waits for its end. */
  async phase({ limits }: ResolvedPhase, frames: readonly HostFrame[], stopAtLimit: boolean): Promise<PhaseEnd> {
    this.#recorder = new PhaseRecorder(limits, stopAtLimit)
    this.#sandbox.agent.send(...frames)
    const end = await this.#ended.promise
    // A sandbox that is lost stays lost.
    if (end.type !== 'lost') this.#ended = Promise.withResolvers()
    return end
  }

  started(phase: PhaseName): void {
    this.#observer.phase(phase)
  }

  output(channel: OutputChannel, bytes: Uint8Array): void {
    this.#recorder?.append(channel, bytes)
    this.#observer.output(channel, bytes)
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
    this.#observer.stdinTaken(bytes)
  }

  warned(text: string): void {
    this.#observer.warned(text)
  }

  lost(reason: string): void {
    this.#ended.resolve({ type: 'lost', reason })
  }
}
