/** Where programs begin, by VS Code's language id. */
const MAINS: Readonly<Record<string, RegExp>> = {
  c: /^\s*(?:int|void)\s+main\s*\(/,
  cpp: /^\s*(?:int|auto)\s+main\s*\(/,
  csharp: /\bstatic\s+(?:async\s+)?(?:void|int|Task(?:<int>)?)\s+Main\s*\(/,
  d: /^\s*(?:int|void)\s+main\s*\(/,
  fortran: /^\s*program\s+\w+/i,
  FortranFreeForm: /^\s*program\s+\w+/i,
  fsharp: /^\s*\[<EntryPoint>\]/,
  go: /^func\s+main\s*\(\s*\)/,
  groovy: /\bstatic\s+void\s+main\s*\(/,
  haskell: /^main\s*(?:::|=)/,
  java: /^\s*(?:public\s+)?(?:static\s+)?void\s+main\s*\(/,
  kotlin: /^\s*(?:suspend\s+)?fun\s+main\s*\(/,
  'objective-c': /^\s*int\s+main\s*\(/,
  python: /^if\s+__name__\s*==\s*(['"])__main__\1/,
  rust: /^\s*(?:pub\s+)?(?:async\s+)?fn\s+main\s*\(/,
  scala: /^\s*(?:@main\b|(?:override\s+)?def\s+main\s*\(|object\s+\w+\s+extends\s+App\b)/,
  swift: /^@main\b/,
}

/** The languages with a main function. */
export const LANGUAGES_WITH_MAIN: readonly string[] = Object.keys(MAINS)

/** The line on which a program begins, from 0. */
export function mainLine(editorLanguageId: string, text: string): number | undefined {
  const main = MAINS[editorLanguageId]
  if (main === undefined) return undefined
  const line = text.split(/\r?\n/).findIndex((it) => main.test(it))
  return line === -1 ? undefined : line
}
