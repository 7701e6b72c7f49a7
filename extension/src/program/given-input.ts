import type { TextOrBase64 } from '@sandrun/shared'

/** A program's whole standard input, given before it starts. */
export interface GivenInput {
  /** Its source, in a word: a file's name, `clipboard`. */
  name: string
  data: TextOrBase64
}
