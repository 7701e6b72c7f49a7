import { type Attack, type Contained, expectation, isContained } from '../../../src/attack/attack.ts'

/** The outcomes that the catalogue expects, for `toEqual` and the like. `sandrun doctor --attack` expects the same. */
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
