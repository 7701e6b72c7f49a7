import type { LanguageInfo } from '@sandrun/shared'

/** Ids of Judge0 CE, v1.13 (its db/languages/active.rb and archived.rb), by Sandrun's language. The first is shown. */
const IDS: Readonly<Record<string, readonly number[]>> = {
  assembly: [45],
  bash: [46],
  c: [50, 48, 49, 75, 103, 104],
  csharp: [51],
  cpp: [54, 52, 53, 76, 105],
  commonlisp: [55],
  d: [56],
  elixir: [57],
  erlang: [58],
  fortran: [59],
  go: [60, 95, 106, 107],
  haskell: [61],
  java: [62, 91],
  javascript: [63, 93, 97, 102],
  lua: [64],
  ocaml: [65],
  octave: [66],
  pascal: [67],
  php: [68, 98],
  prolog: [69],
  python2: [70],
  python: [71, 92, 100, 109],
  ruby: [72],
  rust: [73, 108],
  typescript: [74, 94, 101],
  cobol: [77],
  kotlin: [78, 111],
  objectivec: [79],
  r: [80, 99],
  scala: [81, 112],
  sql: [82],
  swift: [83],
  vbnet: [84],
  perl: [85],
  clojure: [86],
  fsharp: [87],
  groovy: [88],
  dart: [90],
}

/** A language in the form of Judge0's `GET /languages/:id`. */
export interface Judge0Language {
  id: number
  name: string
  is_archived: boolean
  source_file: string
}

/** The shown id of a language, or null for one that Judge0 does not have. */
export function judge0Id(language: string): number | null {
  return IDS[language]?.[0] ?? null
}

/** Sandrun's language with this id, if it is built. */
export function languageById(languages: readonly LanguageInfo[], id: number): LanguageInfo | undefined {
  return languages.find((language) => language.available && IDS[language.id]?.includes(id))
}

/** With a name in Judge0's form: `Python (3.11.2)`. */
export function toJudge0Language(language: LanguageInfo, id = judge0Id(language.id)): Judge0Language | null {
  if (id === null) return null
  return {
    id,
    name: language.version === null ? language.name : `${language.name} (${language.version})`,
    is_archived: false,
    source_file: language.file,
  }
}

/** All built languages with an id, in the order of their ids. */
export function judge0Languages(languages: readonly LanguageInfo[]): Judge0Language[] {
  return languages
    .filter(({ available }) => available)
    .flatMap((language) => toJudge0Language(language) ?? [])
    .toSorted((a, b) => a.id - b.id)
}
