import type { RunRequest, RunResult, Verdict } from '@sandrun/shared'
import type { RunClient } from '@sandrun/shared/client'

/** The outcome of each attack: `done`, what it got, or the errno. */
export type Outcomes = Record<string, string>

export const GROUPS = { escape: 'Escape and reach', exhaustion: 'Exhaustion', tampering: 'Tampering' } as const
export type Group = keyof typeof GROUPS

/** The same, when the outcome of some attacks is unknown. */
export type Observations = Readonly<Record<string, string | Inconclusive>>

/** The outcome while the attack is contained. For a pattern, `words` describe it. */
export type Contained = string | readonly string[] | { matches: RegExp; words: string }

/** One thing that a program tries. */
export interface Attack {
  /** Its name in the program's report. */
  name: string
  /** What it tries, if the name does not say it. */
  tries?: string
  contained: Contained
  /** Limits of time that end it only if it is not contained. Other attacks ended by time have no known outcome. */
  openAt?: readonly Verdict[]
  /** What a program can do if it is not contained, if that differs from the probe's `impact`. */
  impact?: string
  /** The language that it attacks, if it says nothing about a machine without that language's image. */
  language?: string
}

/** One program, or a few that belong together, and all their attacks. */
export interface Probe {
  id: string
  group: Group
  /** What a program can do if any attack is not contained. */
  impact: string
  attacks: readonly Attack[]
  /** Runs it. Throws Inconclusive when something that it needs is missing. */
  run(target: Target): Promise<Observations>
}

/** A service to attack. */
export interface Target {
  /** The languages that can run now. */
  languages: ReadonlySet<string>
  url: URL
  /** A secret that only the service knows. */
  secret: string
  signal: AbortSignal
  /** A connection for one run. */
  connect(): Promise<RunClient>
  run(request: RunRequest): Promise<RunResult>
  /** Another service like this one that keeps sandboxes warm; absent if it would be of no use. */
  openWarm?(): Promise<WarmTarget>
}

export interface WarmTarget extends Target, AsyncDisposable {}

/** A probe without the attacks on languages that can't run: a language without an image has nothing to contain. */
export function onlyOn(languages: ReadonlySet<string>, probe: Probe): Probe {
  const isHere = ({ language }: Attack): boolean => language === undefined || languages.has(language)
  return { ...probe, attacks: probe.attacks.filter(isHere) }
}

/** The languages whose attacks `onlyOn` leaves out. */
export function notAttacked(languages: ReadonlySet<string>, probes: readonly Probe[]): string[] {
  const attacked = probes.flatMap(({ attacks: own }) => own.flatMap(({ language = [] }) => language))
  return [...new Set(attacked)].filter((language) => !languages.has(language)).toSorted()
}

/** The outcome can't be known here. `needs` names what is missing. */
export class Inconclusive extends Error {
  readonly needs: string

  constructor(needs: string) {
    super(`The outcome can't be known without ${needs}.`)
    this.name = 'Inconclusive'
    this.needs = needs
  }
}

/** The outcome, if it can be known. */
export async function conclude(look: () => Promise<string>): Promise<string | Inconclusive> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof Inconclusive) return error
    throw error
  }
}

export function isContained(contained: Contained, outcome: string): boolean {
  if (typeof contained === 'string') return outcome === contained
  return 'matches' in contained ? contained.matches.test(outcome) : contained.includes(outcome)
}

/** The expected outcome, in words. */
export function expectation(contained: Contained): string {
  if (typeof contained === 'string') return contained
  return 'matches' in contained ? contained.words : contained.join(' or ')
}

/** Several attacks with the same expectation. */
export function attacks(contained: Contained, names: readonly string[], more: Partial<Attack> = {}): Attack[] {
  return names.map((name) => ({ name, contained, ...more }))
}
