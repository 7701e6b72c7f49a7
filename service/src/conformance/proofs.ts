import type { PackCase } from './pack-test.ts'

/** One thing every language shows in a sandbox of its own, or says why it can't. */
export interface Proof {
  /** The head of its column. */
  title: string
  /** The folder of `tests/` that shows it, by any of these names. */
  cases: readonly string[]
  /** Whether a case of that name does show it. */
  isShownBy: (packCase: PackCase) => boolean
}

const proof = (title: string, cases: string, isShownBy: Proof['isShownBy']): Proof => ({
  title,
  cases: cases.split(' '),
  isShownBy,
})

/** Everything a language proves, in the order of the matrix. */
export const PROOFS: readonly Proof[] = [
  // Nothing else, so that no toolchain talks beside the program.
  proof('hello', 'hello', ({ expect }) => expect.stdout === 'Hello, world!\n' && expect.stderr === ''),
  proof('terminal', 'stdin-terminal', ({ request, interactive = [] }) => {
    // A prompt that is looked for before its answer goes out, so one that stays in a buffer is missed.
    return request.tty !== undefined && interactive.length > 0 && interactive.every((turn) => turn.expect !== '')
  }),
  proof('stdin', 'stdin-eof', ({ request, expect }) => Boolean(request.stdin) && Boolean(expect.stdout)),
  proof('args', 'args', ({ request, expect }) => Boolean(request.args?.length) && Boolean(expect.stdout)),
  proof('exit', 'exit-3', ({ expect }) => expect.exitCode === 3),
  proof('stderr', 'stderr', ({ expect }) => Boolean(expect.stdout) && Boolean(expect.stderrIncludes?.length)),
  proof('unicode', 'unicode', ({ request, expect }) => {
    const isForeign = (text: unknown): boolean => typeof text === 'string' && /[^\0-\u07FF]/.test(text)
    return isForeign(request.stdin) && isForeign(expect.stdout)
  }),
  proof('syntax', 'compile-error syntax-error', ({ expect }) => expect.diagnostic !== undefined),
  proof('uncaught', 'uncaught-error', ({ expect: { diagnostic, signal, stderrIncludes } }) => {
    return diagnostic !== undefined || signal !== undefined || Boolean(stderrIncludes?.length)
  }),
  proof('loop', 'endless-loop', ({ expect }) => expect.verdict === 'cpu-limit'),
  proof('memory', 'memory', ({ expect }) => expect.verdict === 'memory-limit'),
  proof('files', 'two-files', ({ request, expect }) => (request.files?.length ?? 0) > 1 && Boolean(expect.stdout)),
  proof('workdir', 'file-io', ({ expect }) => Boolean(expect.stdout)),
  proof('clock', 'clock-random-threads', ({ expect }) => Boolean(expect.stdout)),
]

/** The proof a case is, or undefined for one that the language has beyond those. */
export function proofOf(caseName: string): Proof | undefined {
  return PROOFS.find(({ cases }) => cases.includes(caseName))
}
