import { type RunRequest, splitArguments, type TerminalSize } from '@sandrun/shared'
import type { Program } from '../program/program.ts'
import { PICTURE_PATTERNS } from './pictures.ts'

/** A live run in a terminal that returns its pictures. Throws `invalid-request`, like `splitArguments`. */
export function requestFor(program: Program, terminal: TerminalSize): RunRequest {
  return {
    ...commonOf(program),
    tty: terminal,
    collect: PICTURE_PATTERNS,
    ...(program.stdin !== null && { stdin: program.stdin }),
  }
}

/** A run for each of the program's cases. Throws like `requestFor`. */
export function requestForCases(program: Program): RunRequest {
  return {
    ...commonOf(program),
    compare: program.compare,
    cases: program.cases.map(({ stdin, expected }) => ({ stdin, ...(expected !== null && { expected }) })),
  }
}

function commonOf({ language, files, args, limits }: Program): RunRequest {
  return {
    language,
    files: files.map(({ path, content }) => ({ path, content })),
    args: splitArguments(args),
    ...(limits !== undefined && { limits }),
  }
}
