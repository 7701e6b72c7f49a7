import { hasExtension, joinArguments, type LanguageInfo, type RunRequest } from '@sandrun/shared'
import type { Uri } from 'vscode'
import type { CompanionFiles } from '../files/companions.ts'
import { type LanguageChoice, type Program, unixLines } from '../program/program.ts'
import type { ProgramSettings } from './run-settings.ts'
import type { Source, Sources } from './sources.ts'

/** A run as sent to the service, with what the user knows about it. */
export interface RunPlan {
  language: LanguageInfo
  request: RunRequest
  sources: Sources
  /** Bytes of the files that go with the program. */
  companionBytes: number
  /** URIs of files that were not sent because they look like secrets. */
  leftOut: readonly Uri[]
  /** The command as a person would type it: `sort.py -r < words.txt`. */
  command: string
  /** The lines of the editor that run, from 1, if only some do. */
  part: { first: number; last: number } | undefined
}

/**
 * The plan for this program. The file keeps its name if the language's tools accept it, so that their messages name the
 * file that the user sees; otherwise it gets the language's default name.
 */
export function planRun(
  program: Program,
  { language, version }: LanguageChoice,
  { entryFolder, companions, leftOut }: CompanionFiles,
  settings: ProgramSettings,
): RunPlan {
  const { key, code, fileName, args, input } = program
  const text = unixLines(code)
  const entry = entryFolder + (hasExtension(program, language) ? fileName : language.file)
  const files = companions.map(({ path, uri, content, encoding }) => {
    const isSource = encoding === 'utf8' && hasExtension({ fileName: path }, language)
    return { uri, file: { path, content: isSource ? unixLines(content) : content, encoding } }
  })
  return {
    language,
    request: {
      language: language.id,
      version,
      files: [{ path: entry, content: text }, ...files.map(({ file }) => file)],
      entry,
      args: [...args],
      stdin: input?.data,
      ...settings,
    },
    sources: new Map([
      [entry, { uri: key, text, firstLine: program.startLine, firstColumn: program.startColumn }],
      ...files.map(({ uri, file }): [string, Source] => [
        file.path,
        { uri, text: file.content, firstLine: 0, firstColumn: 0 },
      ]),
    ]),
    companionBytes: companions.reduce((sum, { bytes }) => sum + bytes, 0),
    leftOut,
    command: [fileName, joinArguments(args), input === undefined ? '' : `< ${input.name}`].filter(Boolean).join(' '),
    part: program.part ? partOf(program.startLine, text) : undefined,
  }
}

function partOf(startLine: number, text: string): { first: number; last: number } {
  const lines = text.replace(/\n$/, '').split('\n').length
  return { first: startLine + 1, last: startLine + lines }
}
