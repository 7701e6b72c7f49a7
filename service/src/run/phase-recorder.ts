import { type Limits, type OutputChannel, type PhaseResult, signalName } from '@sandrun/shared'
import type { AgentExit } from '../agent/agent-session.ts'
import { OutputRecord } from './output-record.ts'

/** What is kept of one phase while it goes on. */
export class PhaseRecorder {
  readonly #records: Record<OutputChannel, OutputRecord>
  readonly #limitBytes: number
  readonly #memoryKb: number
  readonly #stopAtLimit: boolean

  /** `stopAtLimit`: more output than the record keeps is to end the program. */
  constructor(limits: Limits, stopAtLimit: boolean) {
    this.#limitBytes = limits.outputKb * 1024
    this.#memoryKb = limits.memoryMb * 1024
    this.#stopAtLimit = stopAtLimit
    this.#records = { stdout: new OutputRecord(this.#limitBytes), stderr: new OutputRecord(this.#limitBytes) }
  }

  append(channel: OutputChannel, bytes: Uint8Array): void {
    this.#records[channel].append(bytes)
  }

  get mustStop(): boolean {
    const { stdout, stderr } = this.#records
    return this.#stopAtLimit && (stdout.totalBytes > this.#limitBytes || stderr.totalBytes > this.#limitBytes)
  }

  finish({ exitCode, signal, wallUs, cpuUs, peakBytes, memorySource }: AgentExit): PhaseResult {
    const stdout = this.#records.stdout.read()
    const stderr = this.#records.stderr.read()
    return {
      stdout: stdout.content,
      stderr: stderr.content,
      exitCode,
      signal: signal === null ? null : signalName(signal),
      wallMs: wallUs / 1000,
      cpuMs: cpuUs / 1000,
      // Pages of the image count as a process's own, and are charged to nobody.
      memoryKb: Math.min(Math.round(peakBytes / 1024), this.#memoryKb),
      memorySource,
      truncated: { stdout: stdout.truncated, stderr: stderr.truncated },
    }
  }
}
