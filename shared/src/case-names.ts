const JSON_SUFFIX = '.cases.json'

/** One test case in two files. */
export interface CasePair {
  /** `1` for `1.in`; of `main.py`, `1` for `main.1.in` and `main` for `main.in`. */
  name: string
  input: string
  /** Undefined if there is only an input: then any output passes. */
  output: string | undefined
}

/** `main` of `main.py`: the start of its case files' names. */
export function stemOf(fileName: string): string {
  return fileName.replace(/(?!^)\.[^.]*$/, '')
}

/** The JSON file beside a program with its cases. */
export function caseFileOf(fileName: string): string {
  return `${fileName}${JSON_SUFFIX}`
}

/** Whether a file holds cases in JSON, for any program. */
export function isCaseFile(name: string): boolean {
  return name.endsWith(JSON_SUFFIX)
}

/**
 * The pairs among a folder's names, `2.in` before `10.in`: all of them, or those of one program, whose names begin with
 * its stem; the rest names the case.
 */
export function casePairs(names: readonly string[], program?: string): CasePair[] {
  const stem = program === undefined ? null : stemOf(program)
  const all = new Set(names)
  return names
    .filter((name) => name.endsWith('.in') && (stem === null || name === `${stem}.in` || name.startsWith(`${stem}.`)))
    .map((input) => {
      const base = input.slice(0, -'.in'.length)
      const output = `${base}.out`
      const name = stem === null || base === stem ? base : base.slice(stem.length + 1)
      return { name, input, output: all.has(output) ? output : undefined }
    })
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))
}

/** A pair of this program that does not exist yet: `main.3.in` after `main.2.in`. */
export function nextPair(fileName: string, names: readonly string[]): { input: string; output: string } {
  const stem = stemOf(fileName)
  const taken = new Set(names)
  let number = 1
  while (taken.has(`${stem}.${number}.in`) || taken.has(`${stem}.${number}.out`)) number++
  return { input: `${stem}.${number}.in`, output: `${stem}.${number}.out` }
}

/** A pair for a case of a JSON file, with its name if a file name can hold that. */
export function pairNamed(
  fileName: string,
  caseName: string | undefined,
  names: readonly string[],
): { input: string; output: string } {
  const base = `${stemOf(fileName)}.${caseName}`
  const usable = caseName !== undefined && /^[\w-]+$/.test(caseName)
  if (!usable || names.includes(`${base}.in`) || names.includes(`${base}.out`)) return nextPair(fileName, names)
  return { input: `${base}.in`, output: `${base}.out` }
}

/** The owner of a file's cases: a stem that programs may share for a pair, a program for JSON. */
export function ownersOf(
  caseFileName: string,
  names: readonly string[],
  isProgram: (name: string) => boolean,
): string[] {
  if (isCaseFile(caseFileName)) return names.filter((name) => caseFileOf(name) === caseFileName)
  const base = caseFileName.replace(/\.(in|out)$/, '')
  return names.filter((name) => isProgram(name) && (stemOf(name) === base || base.startsWith(`${stemOf(name)}.`)))
}
