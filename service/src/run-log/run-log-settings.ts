import { OUTPUT_CREDIT_BYTES } from './output-credit.ts'

export interface RunLogSettings {
  /** The last bytes of a channel that stay for a slow reader: the most that a program may write unread. */
  lagBytes: number
  /** Pieces of output to keep at the beginning and at the end, however small they are. */
  maxPieces: number
  /** Milliseconds, by a clock that never jumps. */
  now: () => number
}

export const SETTINGS: RunLogSettings = { lagBytes: OUTPUT_CREDIT_BYTES, maxPieces: 4096, now: () => performance.now() }
