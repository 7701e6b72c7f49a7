import type { PackCase } from './pack-test.ts'

/** Something that every language proves in a separate sandbox, or explains why not. */
export interface Requirement {
  /** The head of its column. */
  title: string
  /** The folder of `tests/` that proves it, by any of these names. */
  cases: readonly string[]
  /** Whether a case of that name really proves it. */
  isShownBy: (packCase: PackCase) => boolean
}

const requirement = (title: string, cases: string, isShownBy: Requirement['isShownBy']): Requirement => ({
  title,
  cases: cases.split(' '),
  isShownBy,
})

/** All proofs of a language, in the order of the matrix. */
export const REQUIREMENTS: readonly Requirement[] = [
  // No other output: a toolchain must add nothing.
  requirement('hello', 'hello', ({ expect }) => expect.stdout === 'Hello, world!\n' && expect.stderr === ''),
  requirement('terminal', 'stdin-terminal', ({ request, interactive = [] }) => {
    // The prompt must come before its answer is sent, so one that stays in a buffer fails.
    return request.tty !== undefined && interactive.length > 0 && interactive.every((turn) => turn.expect !== '')
  }),
  requirement('stdin', 'stdin-eof', ({ request, expect }) => Boolean(request.stdin) && Boolean(expect.stdout)),
  requirement('args', 'args', ({ request, expect }) => Boolean(request.args?.length) && Boolean(expect.stdout)),
  requirement('exit', 'exit-3', ({ expect }) => expect.exitCode === 3),
  requirement('stderr', 'stderr', ({ expect }) => Boolean(expect.stdout) && Boolean(expect.stderrIncludes?.length)),
  requirement('unicode', 'unicode', ({ request, expect }) => {
    const isForeign = (text: unknown): boolean => typeof text === 'string' && /[^\0-\u07FF]/.test(text)
    return isForeign(request.stdin) && isForeign(expect.stdout)
  }),
  requirement('syntax', 'compile-error syntax-error', ({ expect }) => expect.diagnostic !== undefined),
  requirement('uncaught', 'uncaught-error', ({ expect: { diagnostic, signal, stderrIncludes } }) => {
    return diagnostic !== undefined || signal !== undefined || Boolean(stderrIncludes?.length)
  }),
  // Output from before the kill must not be lost in a buffer.
  requirement('loop', 'endless-loop', ({ request, expect }) => {
    return expect.verdict === 'cpu-limit' && Boolean(request.stdin) && Boolean(expect.stdout)
  }),
  requirement('memory', 'memory', ({ expect }) => expect.verdict === 'memory-limit'),
  requirement(
    'files',
    'two-files',
    ({ request, expect }) => (request.files?.length ?? 0) > 1 && Boolean(expect.stdout),
  ),
  requirement('workdir', 'file-io', ({ expect }) => Boolean(expect.stdout)),
  requirement('clock', 'clock-random-threads', ({ expect }) => Boolean(expect.stdout)),
]

/** The requirement that a case proves, or undefined for any other case. */
export function requirementOf(caseName: string): Requirement | undefined {
  return REQUIREMENTS.find(({ cases }) => cases.includes(caseName))
}
