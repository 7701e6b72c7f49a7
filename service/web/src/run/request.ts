import type { RunRequest, TerminalSize } from '@sandrun/shared'
import { parseArgsStringToArgv } from 'string-argv'
import type { Program } from '../program/program.ts'

/** Files that are brought back, since the page can show them. */
const PICTURES = ['png', 'jpg', 'jpeg', 'gif', 'webp'] as const

/** What the service is asked: a live run in a terminal, whose pictures are brought back. */
export function requestFor(
  { language, files, args, stdin }: Program,
  { terminal }: { terminal: TerminalSize },
): RunRequest {
  return {
    language,
    files: files.map(({ path, content }) => ({ path, content })),
    args: parseArgsStringToArgv(args),
    tty: terminal,
    collect: PICTURES.map((extension) => `**/*.${extension}`),
    ...(stdin !== null && { stdin }),
  }
}
