import {
  ABSOLUTE_MAXIMUM,
  aboveMaximum,
  LIMIT_NAMES,
  type LimitName,
  type Limits,
  type PartialLimits,
  replaceLimitSentence,
} from '@sandrun/shared'

/** An adapter's limit in place of one of Sandrun's. */
export interface AdaptedLimit {
  name: string
  /** How many of Sandrun's units are one of the adapter's: 1000 for seconds in place of milliseconds. */
  unit: number
}

/**
 * An adapter's names for Sandrun's fields, with `[]` for any index: `files[].path` is `files[].name`. A limit has its
 * unit, too.
 */
export type FieldNames = Readonly<Record<string, string | AdaptedLimit>>

/**
 * Converts an adapter's numbers to Sandrun's limits, rounded up. Numbers above 32 bits become the largest, so that the
 * error is about the service's own maximum.
 */
export function toLimits(
  names: FieldNames,
  group: 'limits' | 'compileLimits',
  given: Partial<Record<LimitName, number | undefined>>,
): PartialLimits {
  const limits: Partial<Limits> = {}
  for (const name of LIMIT_NAMES) {
    const value = given[name]
    if (value !== undefined) limits[name] = inOurUnit(value, unitOf(names[`${group}.${name}`]))
  }
  return limits
}

function inOurUnit(value: number, unit: number): number {
  // 1.1 * 1000 is a little more than 1100.
  const exact = Number((value * unit).toPrecision(15))
  return Math.min(Math.ceil(exact), ABSOLUTE_MAXIMUM)
}

function unitOf(name: FieldNames[string] | undefined): number {
  if (typeof name !== 'object') throw new Error('A limit of an adapter has no unit.')
  return name.unit
}

/**
 * Says in an adapter's unit what a message says of one of Sandrun's limits. `given` is the client's number, which
 * rounding may have changed; without it the message has the rounded one.
 */
export function inTheirUnit(message: string, unit: number, given: number | undefined): string {
  return replaceLimitSentence(message, (sentence) => {
    if (sentence.kind === 'above') return aboveMaximum(given ?? sentence.asked / unit, sentence.most / unit)
    // Rounding up makes 1 of every smaller number, and nothing is too large to convert.
    return sentence.least === 1 ? 'must be more than 0' : `must be at least ${sentence.least / unit}`
  })
}
