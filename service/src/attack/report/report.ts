import {
  type Attack,
  CannotTell,
  expectation,
  type Group,
  isContained,
  type Probe,
  type Observations,
} from '../attack.ts'

/** `unknown`: the outcome could not be known. */
export type State = 'contained' | 'open' | 'unknown'

/** The outcome of one attack. */
export interface Finding {
  group: Group
  probe: string
  tries: string
  expected: string
  happened: string
  state: State
  /** What it means, or would mean. */
  means: string
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

/** Compares outcomes with the expected ones. */
export function findingsOf(probe: Probe, seen: Observations | CannotTell): Finding[] {
  return probe.attacks.map((attack) => ({
    group: probe.group,
    probe: probe.id,
    tries: attack.tries ?? attack.name,
    expected: expectation(attack.contained),
    means: attack.means ?? probe.means,
    ...judge(attack, seen),
  }))
}

function judge({ name, contained }: Attack, seen: Observations | CannotTell): Pick<Finding, 'happened' | 'state'> {
  const outcome = seen instanceof CannotTell ? seen : (seen[name] ?? unreported(seen))
  if (outcome instanceof CannotTell) return { state: 'unknown', happened: `could not tell: needs ${outcome.needs}` }
  return { state: isContained(contained, outcome) ? 'contained' : 'open', happened: outcome }
}

function unreported({ verdict = 'no verdict' }: Observations): CannotTell {
  return new CannotTell(`a program that reports it; it ended as ${String(verdict)}`)
}

/** An unknown outcome is not a hole: a missing language opens none. */
export function exitCodeOf({ counts }: Pick<Report, 'counts'>): number {
  return counts.open === 0 ? 0 : 1
}

export function countStates(findings: readonly Finding[]): Record<State, number> {
  const count = (state: State): number => findings.filter((finding) => finding.state === state).length
  return { contained: count('contained'), open: count('open'), unknown: count('unknown') }
}
