import { type LanguageFigures, ratio } from './report.ts'

/** The most that hello may take to its first byte: a ratio to the bare command, or so much more than it. */
type Target = { ratio: number } | { aboveMs: number }

const forAll = (ids: string, target: Target): [string, Target][] => ids.split(' ').map((id) => [id, target])

const TARGETS = new Map<string, Target>([
  ...forAll('python javascript ruby php r julia octave elixir racket', { ratio: 0.5 }),
  ...forAll('lua bash awk perl', { aboveMs: 3 }),
  ...forAll('typescript csharp', { ratio: 0.4 }),
  ...forAll('java', { ratio: 0.25 }),
  ...forAll('kotlin scala groovy clojure fsharp', { ratio: 0.2 }),
  ...forAll('cpp', { ratio: 0.5 }),
  ...forAll('c go rust d nim haskell crystal swift zig ada fortran pascal ocaml objectivec cobol', { ratio: 0.9 }),
])

/** What Sandrun can do nothing about, by language; each names the languages that it is true of. */
const REASONS: readonly [ids: string, reason: string][] = [
  ['typescript', 'The compiler is a static executable, which cannot wait, and takes five sixths of the time.'],
  [
    'java kotlin scala fsharp csharp',
    'The compiler waits, and then compiles with code that its virtual machine has not optimised for this program yet. ' +
      'The virtual machine of the program starts after it, because one sandbox holds one prepared runtime.',
  ],
  [
    'c go nim haskell crystal swift zig ada fortran pascal ocaml objectivec cobol rust d cpp',
    'The compiler is the plain one, with nothing to prepare that is not part of its image already. The start of two ' +
      'programs in the sandbox is added to its time.',
  ],
  ['lua bash awk perl', 'The interpreter starts in a few milliseconds, and the steps of a sandbox take as long.'],
]

/** The target of a language as text, or '' if it has none. */
export function targetOf({ id }: LanguageFigures): string {
  const target = TARGETS.get(id)
  if (target === undefined) return ''
  return 'ratio' in target ? `≤ ${target.ratio} ×` : `≤ bare + ${target.aboveMs} ms`
}

export function isMissed(figures: LanguageFigures): boolean {
  const target = TARGETS.get(figures.id)
  if (target === undefined) return false
  return 'ratio' in target ? ratio(figures) > target.ratio : figures.sandrun - figures.bare > target.aboveMs
}

/** Why languages miss their targets: a line for each reason, with its languages. */
export function whyMissed(figures: readonly LanguageFigures[]): string[] {
  const missed = figures.filter(isMissed).map(({ id }) => id)
  return REASONS.flatMap(([ids, reason]) => {
    const those = missed.filter((id) => ids.split(' ').includes(id))
    return those.length === 0 ? [] : `- ${those.map((id) => `\`${id}\``).join(', ')}: ${reason}`
  })
}
