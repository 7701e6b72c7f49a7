import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type CaseFile,
  CaseFileSchema,
  type CasePair,
  casePairs,
  type Compare,
  fromBytes,
  isCaseFile,
  parseOrThrow,
  type RequestCase,
  SandrunError,
} from '@sandrun/shared'
import { reason } from '../command/file-fault.ts'
import { UsageError } from '../command/usage-error.ts'

const COMPARISONS = ['exact', 'trim', 'tokens'] as const

/**
 * The cases at a path: a JSON file of them, or a folder with `NAME.in` and `NAME.out` (without a `.out` any output is
 * accepted) and `*.cases.json`. In the order of their names, 2 before 10. Throws when there is none.
 */
export async function readCases(path: string): Promise<CaseFile> {
  const facts = await stat(path).catch((error: unknown) => {
    throw refused(path, reason(error))
  })
  const found = facts.isDirectory() ? await readFolder(path) : await readJson(path)
  if (found.cases.length > 0) return found
  throw refused(path, 'it has no NAME.in')
}

/** Reads `--compare`: `tokens`, `float=1e-6`. */
export function parseCompare(text: string): Compare {
  const known = COMPARISONS.find((name) => name === text)
  if (known !== undefined) return known
  const tolerance = /^float=(\S+)$/.exec(text)?.[1]
  if (tolerance !== undefined && Number(tolerance) >= 0) return { float: Number(tolerance) }
  throw new UsageError(`Unknown comparison "${text}".`, `Comparisons: ${COMPARISONS.join(', ')}, float=1e-6.`)
}

async function readFolder(folder: string): Promise<CaseFile> {
  const names = (await readdir(folder)).toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const pairs = await Promise.all(casePairs(names).map((pair) => readPair(folder, pair)))
  const files = await Promise.all(names.filter(isCaseFile).map((name) => readJson(join(folder, name))))
  const compare = files.find((file) => file.compare !== undefined)?.compare
  return { cases: [...pairs, ...files.flatMap(({ cases }) => cases)], ...(compare !== undefined && { compare }) }
}

async function readPair(folder: string, { name, input, output }: CasePair): Promise<RequestCase> {
  const stdin = fromBytes(await readFile(join(folder, input)))
  if (output === undefined) return { name, stdin }
  const path = join(folder, output)
  const expected = fromBytes(await readFile(path))
  if (typeof expected !== 'string') throw refused(path, 'it is not UTF-8 text')
  return { name, stdin, expected }
}

async function readJson(path: string): Promise<CaseFile> {
  const text = await readFile(path, 'utf8')
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw refused(path, `it is not JSON (${String(error)})`)
  }
  return parseOrThrow(CaseFileSchema, json, { within: [path] })
}

function refused(path: string, why: string): SandrunError {
  return new SandrunError('path-refused', `Can't read cases from ${path}: ${why}.`, {
    hint: 'Use a folder with 1.in, 1.out, 2.in … or a JSON file: {"cases": [{"stdin": "1 2", "expected": "3"}]}.',
  })
}
