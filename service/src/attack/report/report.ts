import type { Verdict } from '@sandrun/shared'
import {
  type Attack,
  Inconclusive,
  expectation,
  type Group,
  isContained,
  type Probe,
  type Observations,
} from '../attack.ts'

/** `inconclusive`: the outcome is not known. */
export type State = 'contained' | 'open' | 'inconclusive'

/** The outcome of one attack. */
export interface Finding {
  group: Group
  probe: string
  tries: string
  expected: string
  happened: string
  state: State
  /** What a program can do if the attack is not contained. */
  impact: string
}

/** Facts about the attacked machine, by their names. */
export type Facts = Readonly<Record<string, string>>

export interface Report {
  /** RFC 3339, UTC. */
  at: string
  seconds: number
  facts: Facts
  counts: Record<State, number>
  findings: readonly Finding[]
}

const TIME_LIMITS: readonly string[] = ['cpu-limit', 'wall-limit'] satisfies Verdict[]

/** Compares outcomes with the expected ones. */
export function findingsOf(probe: Probe, seen: Observations | Inconclusive): Finding[] {
  return probe.attacks.map((attack) => ({
    group: probe.group,
    probe: probe.id,
    tries: attack.tries ?? attack.name,
    expected: expectation(attack.contained),
    impact: attack.impact ?? probe.impact,
    ...judge(attack, seen),
  }))
}

function judge(
  { name, contained, openAt = [] }: Attack,
  seen: Observations | Inconclusive,
): Pick<Finding, 'happened' | 'state'> {
  const outcome = seen instanceof Inconclusive ? seen : (seen[name] ?? unreported(seen))
  if (outcome instanceof Inconclusive)
    return { state: 'inconclusive', happened: `inconclusive: needs ${outcome.needs}` }
  if (isContained(contained, outcome)) return { state: 'contained', happened: outcome }
  // A slow machine ends an attack before its outcome is known.
  if (TIME_LIMITS.includes(outcome) && !openAt.some((verdict) => verdict === outcome))
    return { state: 'inconclusive', happened: `inconclusive: needs a faster machine; it ended as ${outcome}` }
  return { state: 'open', happened: outcome }
}

function unreported({ verdict = 'no verdict' }: Observations): Inconclusive {
  return new Inconclusive(`a program that reports it; it ended as ${String(verdict)}`)
}

/** An inconclusive attack is not a hole: a missing language opens none. */
export function exitCodeOf({ counts }: Pick<Report, 'counts'>): number {
  return counts.open === 0 ? 0 : 1
}

export function countStates(findings: readonly Finding[]): Record<State, number> {
  const count = (state: State): number => findings.filter((finding) => finding.state === state).length
  return { contained: count('contained'), open: count('open'), inconclusive: count('inconclusive') }
}
