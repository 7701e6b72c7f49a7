import { type Limits, type OutputChannel, type PhaseResult, signalName } from '@sandrun/shared'
import type { AgentExit } from '../agent/agent-session.ts'
import { KeptOutput } from '../../run-log/kept-output.ts'
import type { PhaseOutput } from '../../run-log/log-output.ts'
import type { RunLog } from '../../run-log/run-log.ts'

/** Records one phase while it runs. */
export class PhaseRecorder {
  readonly #output: PhaseOutput
  readonly #log: RunLog | null
  readonly #limitBytes: number
  readonly #memoryKb: number
  readonly #stopAtLimit: boolean

  /**
   * `stopAtLimit`: ends the program when it writes more than the result keeps. `log`: where to show the output; null
   * when it only goes into the result.
   */
  constructor(limits: Limits, stopAtLimit: boolean, log: RunLog | null) {
    this.#limitBytes = limits.outputKb * 1024
    this.#memoryKb = limits.memoryMb * 1024
    this.#stopAtLimit = stopAtLimit
    this.#log = log
    this.#output = log?.beginPhase(this.#limitBytes) ?? unseen(this.#limitBytes)
  }

  append(channel: OutputChannel, bytes: Uint8Array): void {
    if (this.#log === null) this.#output[channel].append(bytes)
    else this.#log.appendOutput(channel, bytes)
  }

  get mustStop(): boolean {
    const { stdout, stderr } = this.#output
    return this.#stopAtLimit && (stdout.totalBytes > this.#limitBytes || stderr.totalBytes > this.#limitBytes)
  }

  finish({ exitCode, signal, wallUs, cpuUs, peakBytes, memorySource }: AgentExit): PhaseResult {
    const stdout = this.#output.stdout.record()
    const stderr = this.#output.stderr.record()
    return {
      stdout: stdout.content,
      stderr: stderr.content,
      exitCode,
      signal: signal === null ? null : signalName(signal),
      wallMs: wallUs / 1000,
      cpuMs: cpuUs / 1000,
      // The image's pages count towards a process's own memory, but are charged to nobody.
      memoryKb: Math.min(Math.round(peakBytes / 1024), this.#memoryKb),
      memorySource,
      truncated: { stdout: stdout.truncated, stderr: stderr.truncated },
    }
  }
}

function unseen(limitBytes: number): PhaseOutput {
  const settings = { limitBytes, lagBytes: 0, base: 0 }
  return { stdout: new KeptOutput(settings), stderr: new KeptOutput(settings) }
}
