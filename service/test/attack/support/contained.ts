import { type Attack, type Contained, expectation, isContained } from '../../../src/attack/attack.ts'

/** What these outcomes must be, for `toEqual` and its like: what the catalogue says, and `sandrun doctor --attack` with it. */
export function contained(attacks: readonly Attack[]): Record<string, unknown> {
  return Object.fromEntries(attacks.map((attack) => [attack.name, matcher(attack.contained)]))
}

function matcher(outcome: Contained): unknown {
  if (typeof outcome === 'string') return outcome
  return {
    asymmetricMatch: (received: unknown) => typeof received === 'string' && isContained(outcome, received),
    toString: () => expectation(outcome),
  }
}
