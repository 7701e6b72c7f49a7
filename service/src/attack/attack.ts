import type { RunRequest, RunResult } from '@sandrun/shared'
import type { RunClient } from '@sandrun/shared/client'

/** What came of each thing an attack tried: `done`, what it got, or the errno. */
export type Outcomes = Record<string, string>

export const GROUPS = { escape: 'Escape and reach', exhaustion: 'Exhaustion', trickery: 'Trickery' } as const
export type Group = keyof typeof GROUPS

/** The same where of some attacks there was no telling. */
export type Seen = Readonly<Record<string, string | CannotTell>>

/** What an outcome is while the attack is contained. Of a pattern, `words` say what it stands for. */
export type Contained = string | readonly string[] | { matches: RegExp; words: string }

/** One thing that a program tries. */
export interface Attack {
  /** What the program calls it in its report. */
  name: string
  /** What it tries, where the name does not say it. */
  tries?: string
  contained: Contained
  /** What it would mean were it not contained, where that is not what the probe says of all. */
  means?: string
}

/** One program, or a few that belong together, and all they try. */
export interface Probe {
  id: string
  group: Group
  /** What it would mean were any of it not contained. */
  means: string
  attacks: readonly Attack[]
  /** Runs it. Throws CannotTell where something is missing without which it says nothing. */
  run(target: Target): Promise<Seen>
}

/** A service to attack. */
export interface Target {
  /** The languages that can run now. */
  languages: ReadonlySet<string>
  url: URL
  /** What only the service knows. */
  secret: string
  signal: AbortSignal
  /** A connection for one run. */
  connect(): Promise<RunClient>
  run(request: RunRequest): Promise<RunResult>
}

/** There is no telling here whether an attack is contained. `needs` says what is missing. */
export class CannotTell extends Error {
  readonly needs: string

  constructor(needs: string) {
    super(`It can't be told without ${needs}.`)
    this.name = 'CannotTell'
    this.needs = needs
  }
}

/** What came of it, where there is a telling. */
export async function tell(look: () => Promise<string>): Promise<string | CannotTell> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof CannotTell) return error
    throw error
  }
}

export function isContained(contained: Contained, outcome: string): boolean {
  if (typeof contained === 'string') return outcome === contained
  return 'matches' in contained ? contained.matches.test(outcome) : contained.includes(outcome)
}

/** What is expected, in words. */
export function expectation(contained: Contained): string {
  if (typeof contained === 'string') return contained
  return 'matches' in contained ? contained.words : contained.join(' or ')
}

/** Several attacks that are told alike. */
export function attacks(contained: Contained, names: readonly string[], more: Partial<Attack> = {}): Attack[] {
  return names.map((name) => ({ name, contained, ...more }))
}
