import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Compare, TextOrBase64 } from '@sandrun/shared'

/** Characters to compare in one turn of the event loop: a few milliseconds of work. */
const SLICE = 2 ** 20

/**
 * Whether a program's output is what its case expects; false for output that is not text. Takes time in proportion to
 * the texts, and lets others run meanwhile.
 */
export async function isExpected(output: TextOrBase64, expected: string, compare: Compare): Promise<boolean> {
  if (typeof output !== 'string') return false
  if (compare === 'exact') return output === expected
  if (compare === 'trim') return areSame(lines(output), lines(expected), Object.is)
  if (compare === 'tokens') return areSame(words(output), words(expected), Object.is)
  return areSame(words(output), words(expected), (word, wanted) => isNear(word, wanted, compare.float))
}

type Parts = Generator<string, void, void>

async function areSame(
  parts: Parts,
  wanted: Parts,
  isSame: (part: string, wanted: string) => boolean,
): Promise<boolean> {
  let compared = 0
  for (;;) {
    const [one, other] = [parts.next(), wanted.next()]
    if (one.value === undefined || other.value === undefined) return one.value === other.value
    if (!isSame(one.value, other.value)) return false
    // Even an empty part costs something.
    compared += one.value.length + 16
    if (compared < SLICE) continue
    compared = 0
    await nextTurn()
  }
}

/** Lines without trailing white space, up to the last that is not blank: editors and judges agree on no more. */
function* lines(text: string): Parts {
  const end = text.trimEnd().length
  for (let start = 0; start < end;) {
    const feed = text.indexOf('\n', start)
    const next = feed === -1 || feed >= end ? end : feed
    yield withoutTrailingBlanks(text, start, next)
    start = next + 1
  }
}

/** CR LF ends a line, like LF. */
function withoutTrailingBlanks(text: string, start: number, feed: number): string {
  let end = feed
  if (text[end] === '\n' && end > start && text[end - 1] === '\r') end--
  while (end > start && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--
  return text.slice(start, end)
}

function* words(text: string): Parts {
  for (const [word] of text.matchAll(/\S+/g)) yield word
}

/**
 * Two numbers within `tolerance` of each other, absolutely or relative to the wanted one; else the same word. A decimal
 * beyond the range of doubles, or a whole number that doubles can't tell apart, is near only itself.
 */
function isNear(word: string, wanted: string, tolerance: number): boolean {
  if (word === wanted) return true
  const [a, b] = [parseNumber(word), parseNumber(wanted)]
  if (a === null || b === null) return false
  if (isBeyond(word, a) || isBeyond(wanted, b)) return false
  if (!Number.isFinite(a) || !Number.isFinite(b)) return Object.is(a, b)
  if (a === b && !Number.isSafeInteger(a) && WHOLE.test(word) && WHOLE.test(wanted)) return tolerance > 0
  return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b))
}

const WHOLE = /^[+-]?\d+$/

/** Whether a decimal is larger than any double. */
function isBeyond(word: string, value: number): boolean {
  return !Number.isFinite(value) && DECIMAL.test(word)
}

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i
const INFINITE = /^([+-]?)inf(?:inity)?$/i
const NOT_A_NUMBER = /^[+-]?nan$/i

/** A number as languages print it: decimal, infinite or NaN; null for any other word. */
function parseNumber(word: string): number | null {
  if (DECIMAL.test(word)) return Number(word)
  const infinite = INFINITE.exec(word)
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity
  return NOT_A_NUMBER.test(word) ? NaN : null
}
