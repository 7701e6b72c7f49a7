import { SandrunError } from '@sandrun/shared'
import fc from 'fast-check'
import { ConfigError } from '../../src/settings/file.ts'

/** The same inputs each time, as many as the time allows: `SANDRUN_FUZZ_SECONDS=600 SANDRUN_FUZZ_SEED=7`. */
const BUDGET_MS = Number(process.env['SANDRUN_FUZZ_SECONDS'] ?? 5) * 1000
const SEED = Number(process.env['SANDRUN_FUZZ_SEED'] ?? 20_261_127)
export const FUZZING = { seed: SEED, numRuns: 1_000_000, interruptAfterTimeLimit: BUDGET_MS, endOnFailure: true }

/** Of a test that spends the budget. */
export const FUZZING_TIMEOUT_MS = BUDGET_MS * 4 + 60_000

const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    0,
    -1,
    1e18,
    -0,
    1.5,
    2 ** 53,
    '5',
    'constructor',
    '__proto__',
    '',
    null,
    true,
    [],
    {},
    'a\0b',
    '../../etc/passwd',
    '/etc/passwd',
    '\ud800',
    '\u001b[2J',
  ),
  fc.constantFrom<unknown>(
    [[[[]]]],
    { constructor: { prototype: { polluted: 1 } } },
    JSON.parse('{"__proto__": {"polluted": 1}}'),
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.integer({ min: 1, max: 3000 }).map((length) => 'x'.repeat(length)),
)

/** A valid document with a few of its values replaced, or with unknown fields. */
export function damaged(document: unknown): fc.Arbitrary<unknown> {
  const changes = fc.array(fc.tuple(fc.nat(), nasty, fc.boolean()), { minLength: 1, maxLength: 4 })
  return fc.oneof(
    { weight: 5, arbitrary: changes.map((all) => all.reduce(change, structuredClone(document))) },
    { weight: 1, arbitrary: nasty },
  )
}

function change(document: unknown, [at, made, adds]: [number, unknown, boolean]): unknown {
  // A copy, because the next change may modify it.
  const value = structuredClone(made)
  const places = placesIn(document)
  const place = places[at % places.length]
  if (place === undefined) return value
  const { parent, key } = place
  if (adds) Object.assign(parent, { [`x${at % 7}`]: value })
  else Object.assign(parent, { [key]: value })
  return document
}

function placesIn(value: unknown): { parent: object; key: string }[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => [{ parent: value, key }, ...placesIn(child)])
}

/** Bytes with a few of them changed, added or left out. */
export function spoilt(whole: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> {
  const edit = fc.record({ at: fc.nat(), drop: fc.nat({ max: 3 }), add: fc.uint8Array({ maxLength: 3 }) })
  return fc.tuple(whole, fc.array(edit, { maxLength: 4 })).map(([bytes, edits]) =>
    edits.reduce((before, { at, drop, add }) => {
      const place = at % (before.length + 1)
      return Buffer.concat([before.subarray(0, place), add, before.subarray(place + drop)])
    }, bytes),
  )
}

/**
 * Parses each input and describes the first result that is neither success nor an expected error, or null.
 */
export async function faultOf<Input>(
  inputs: fc.Arbitrary<Input>,
  read: (input: Input) => unknown,
  isExpected = isReported,
): Promise<string | null> {
  const property = fc.asyncProperty(inputs, async (input) => {
    try {
      await read(input)
    } catch (error) {
      if (!isExpected(error)) throw error
    }
    return !Object.hasOwn(Object.prototype, 'polluted')
  })
  const { failed, counterexample, errorInstance } = await fc.check(property, FUZZING)
  return failed ? `seed ${SEED}, ${JSON.stringify(counterexample)}: ${String(errorInstance)}` : null
}

/** Whether it says what is wrong to a person. */
function isReported(error: unknown): boolean {
  return error instanceof ConfigError || (error instanceof SandrunError && error.code !== 'internal')
}
