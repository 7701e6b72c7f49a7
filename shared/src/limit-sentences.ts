/**
 * What errors say of a number that can't be a limit. Adapters have other units, so they read the numbers back: an error
 * from a worker or over HTTP is a sentence and a field.
 */
export type LimitSentence =
  | { kind: 'outside'; least: number; most: number }
  | { kind: 'above'; asked: number; most: number }

const OUTSIDE = /must be a whole number from (\d+) to (\d+)/
const ABOVE = /(\d{1,16}) is more than the maximum, (\d{1,16})\./

/** For a number that no service takes. */
export function outsideOf(least: number, most: number): string {
  return `must be a whole number from ${least} to ${most}`
}

/** For a number above the maximum of this service, this principal or this session. */
export function aboveMaximum(asked: number, most: number): string {
  return `${asked} is more than the maximum, ${most}.`
}

/** Replaces such a sentence in a message; a message without one stays as it is. */
export function replaceLimitSentence(message: string, replace: (sentence: LimitSentence) => string): string {
  return message
    .replace(OUTSIDE, (_, least, most) => replace({ kind: 'outside', least: Number(least), most: Number(most) }))
    .replace(ABOVE, (_, asked, most) => replace({ kind: 'above', asked: Number(asked), most: Number(most) }))
}
