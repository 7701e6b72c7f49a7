import type { OutputChannel } from '@sandrun/shared'
import { KeptOutput } from './kept-output.ts'
import type { PieceRetention, Piece } from './log-entries.ts'

/** Readers get output in chunks of at most this many bytes. */
const MAX_CHUNK_BYTES = 64 * 1024

/** The output of one phase. */
export type PhaseOutput = Record<OutputChannel, KeptOutput>

/** Part of a channel up to the offset `until`; null when it was dropped. */
export interface OutputChunk {
  bytes: Uint8Array | null
  until: number
}

/** The output of a run, phase after phase. Offsets count from the first byte of the channel. */
export class LogOutput {
  readonly #lagBytes: number
  readonly #phases: PhaseOutput[] = []

  /** `lagBytes`: the last bytes of a channel that stay for a slow reader. */
  constructor(lagBytes: number) {
    this.#lagBytes = lagBytes
  }

  /** Its size in memory, in bytes. */
  get size(): number {
    return this.#phases.reduce((sum, { stdout, stderr }) => sum + stdout.size + stderr.size, 0)
  }

  /** `limitBytes`: the most of each channel for the result. */
  begin(limitBytes: number): PhaseOutput {
    const of = (channel: OutputChannel): KeptOutput =>
      new KeptOutput({ limitBytes, lagBytes: this.#lagBytes, base: this.end(channel) })
    const phase = { stdout: of('stdout'), stderr: of('stderr') }
    this.#phases.push(phase)
    return phase
  }

  /** Copies output of the current phase, and returns the offset of its first byte. */
  append(channel: OutputChannel, bytes: Uint8Array): number {
    const kept = (this.#phases.at(-1) ?? this.begin(0))[channel]
    const offset = kept.end
    kept.append(bytes)
    return offset
  }

  /** The offset after the last byte of a channel. */
  end(channel: OutputChannel): number {
    return this.#phases.at(-1)?.[channel].end ?? 0
  }

  /** The output between two offsets, as far as it is kept in one piece; or the gap before that. */
  read(channel: OutputChannel, from: number, to: number): OutputChunk {
    const kept = this.#at(channel, from)
    if (kept === undefined) return { bytes: null, until: to }
    const { start, end } = kept.held(from)
    if (start > from) return { bytes: null, until: Math.min(start, to) }
    const until = Math.min(to, end, from + MAX_CHUNK_BYTES)
    return { bytes: kept.read(from, until), until }
  }

  /** How long the bytes of a piece are kept. */
  keeping({ channel, offset, length }: Piece): PieceRetention {
    const kept = this.#at(channel, offset)
    if (kept === undefined) return 'no'
    if (offset + length <= kept.headEnd) return 'always'
    // A piece that reaches beyond the head is whole while its rest is there.
    const rest = Math.max(offset, kept.headEnd)
    return kept.held(rest).start === rest ? 'now' : 'no'
  }

  /** The phase with the byte at an offset. */
  #at(channel: OutputChannel, offset: number): KeptOutput | undefined {
    return this.#phases.find((phase) => offset < phase[channel].end)?.[channel]
  }
}
