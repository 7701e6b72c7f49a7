import { type FileFacts, hasExtension, type LanguageInfo, type RunRequest, type TerminalSize } from '@sandrun/shared'

/** What a person asked to run: the text of an editor, as it is at this moment. */
export interface Program extends FileFacts {
  /** The same for every run of the same file. */
  key: string
  code: string
}

/** Lines end in the sandbox as they do on Linux: a shell script with CRLF would not even start. */
function unixLines(text: string): string {
  return text.replaceAll('\r\n', '\n')
}

/**
 * The request for this program. The file keeps its name where the language's tools know it by that name, so that their
 * messages name the file a person sees; otherwise the language's own file name is used.
 */
export function runRequest(
  program: Program,
  language: Pick<LanguageInfo, 'id' | 'extensions'>,
  tty: TerminalSize | false,
): RunRequest {
  const code = unixLines(program.code)
  if (!hasExtension(program, language)) return { language: language.id, code, tty }
  return { language: language.id, files: [{ path: program.fileName, content: code }], entry: program.fileName, tty }
}
