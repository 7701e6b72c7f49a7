import { type FileFacts, hasExtension, type LanguageInfo, type RunRequest, type TerminalSize } from '@sandrun/shared'
import type { Sources } from './sources.ts'

/** What a person asked to run: the text of an editor, as it is at this moment. */
export interface Program extends FileFacts {
  /** The same for every run of the same file: its URI. */
  key: string
  code: string
}

/** A run as it goes to the service, with what a person knows it by. */
export interface RunPlan {
  language: LanguageInfo
  request: RunRequest
  sources: Sources
}

/** Lines end in the sandbox as they do on Linux: a shell script with CRLF would not even start. */
function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n')
}

/**
 * The request for this program. The file keeps its name where the language's tools know it by that name, so that their
 * messages name the file a person sees; otherwise the language's own file name is used.
 */
export function planRun(program: Program, language: LanguageInfo, tty: TerminalSize | false): RunPlan {
  const text = unixLines(program.code)
  const entry = hasExtension(program, language) ? program.fileName : language.file
  return {
    language,
    request: { language: language.id, files: [{ path: entry, content: text }], entry, tty },
    sources: new Map([[entry, { uri: program.key, text, firstLine: 0 }]]),
  }
}
