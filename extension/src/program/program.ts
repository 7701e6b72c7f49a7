import type { FileFacts, LanguageInfo } from '@sandrun/shared'
import type { GivenInput } from './given-input.ts'

/** The text to run: an editor's, or a part of it, as it was when the user asked. */
export interface Program extends FileFacts {
  /** The file's URI: the same for all its runs. */
  key: string
  code: string
  /** Where in the editor the code begins, from 0. */
  startLine: number
  startColumn: number
  /** The user's name for its language, if the file does not tell it. */
  languageName: string | undefined
  /** Whether the code is a selection. */
  part: boolean
  args: readonly string[]
  /** Undefined if the user types it. */
  input: GivenInput | undefined
}

/** The language of a program, and its version, if that matters. */
export interface LanguageChoice {
  language: LanguageInfo
  version: string | undefined
}

/** Lines in the sandbox end as on Linux: a shell script with CRLF would not even start. */
export function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n')
}
