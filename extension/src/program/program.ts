import type { FileFacts, LanguageInfo } from '@sandrun/shared'
import type { GivenInput } from './given-input.ts'

/** What a person asked to run: the text of an editor, or a part of it, as it is at this moment. */
export interface Program extends FileFacts {
  /** The same for every run of the same file: its URI. */
  key: string
  code: string
  /** Where in the editor the code begins, from 0. */
  startLine: number
  startColumn: number
  /** What a person has called its language, where the file does not tell it. */
  languageName: string | undefined
  /** Whether the code is a selection. */
  part: boolean
  args: readonly string[]
  /** Undefined where the person types. */
  input: GivenInput | undefined
}

/** The language a program runs as, and which version of it, if that matters. */
export interface LanguageChoice {
  language: LanguageInfo
  version: string | undefined
}

/** Lines end in the sandbox as they do on Linux: a shell script with CRLF would not even start. */
export function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n')
}
