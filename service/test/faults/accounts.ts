import type { Fault, Harm } from './faults.ts'
import type { Job, Refusal } from './load.ts'

/** A fault that happened, in milliseconds of the same clock as the jobs'. */
export interface Injected extends Pick<Fault, 'name' | 'harm' | 'answers'> {
  from: number
  until: number
}

/** Everything that is wrong, one line each. */
export interface Accounts {
  lost: string[]
  doubled: string[]
  wrong: string[]
  /** Refusals that nothing explains. */
  untrue: string[]
  /** Not wrong, but not what the program would have ended with: the verdicts and errors that a fault excused. */
  excused: string[]
  /** Ids of jobs that succeeded unseen: their program was gone before the next look. */
  unseen: string[]
}

/** How often programs were begun. */
export interface Evidence {
  /** According to the service's database, by the job's id. */
  begun: ReadonlyMap<string, number>
  /** According to the kernel: the containers in which a program was seen, by its mark. */
  seen: ReadonlyMap<string, ReadonlySet<string>>
}

/** The proportion of programs that a busy machine may start and end between two looks. */
const MOST_UNSEEN = 0.1

/** A mark begins with the key of its job. */
const KEY_LENGTH = 36

/** The time a job may have ended before its end was seen, and the time the engine may still clean up after a fault. */
const SLACK_MS = 15_000

/** Compares what clients were told with what may have happened. */
export function account(
  { jobs, refusals }: { jobs: readonly Job[]; refusals: readonly Refusal[] },
  injected: readonly Injected[],
  { begun, seen }: Evidence,
): Accounts {
  const accounts: Accounts = { lost: [], doubled: [], wrong: [], untrue: [], excused: [], unseen: [] }
  const seenKeys = new Set(Array.from(seen.keys(), (mark) => mark.slice(0, KEY_LENGTH)))
  let broken = 0
  for (const job of jobs) {
    const { key, id, record, program } = job
    if (record === null) accounts.lost.push(id)
    const count = begun.get(id) ?? 0
    if (count > 1) accounts.doubled.push(`${id} was begun ${count} times`)
    if (record === null) continue
    const { verdict = record.error?.code ?? 'none', result } = record
    if (verdict === program.expected) {
      if (!seenKeys.has(key)) accounts.unseen.push(id)
      if (result === undefined || !program.isComplete(result))
        accounts.wrong.push(`${id} is ${verdict} with ${JSON.stringify(result)}`)
      continue
    }
    const harms = harmsOf(job, injected)
    const isBroken = job.live === true && record.error !== undefined
    const isLost = verdict === 'worker-lost' || verdict === 'internal-error' || isBroken
    const isCommon = isLost && (harms.has('all') || (isBroken && harms.has('live')))
    const isHit = !isCommon && isLost && verdict !== 'worker-lost' && harms.has('one')
    if (isHit) broken += 1
    if (isCommon || isHit) accounts.excused.push(verdict)
    else
      accounts.wrong.push(
        `${id} is ${verdict} in place of ${program.expected}, by ${[...harms].join(' and ') || 'no fault'}`,
      )
  }
  // A sandbox that a fault hit held one run, or none.
  const most = injected.filter(({ harm }) => harm === 'one').length
  if (broken > most) accounts.wrong.push(`${broken} runs lost their sandbox, but ${most} were hit`)
  const ids = new Set(jobs.map(({ id }) => id))
  if (ids.size < jobs.length) accounts.doubled.push(`${jobs.length - ids.size} keys share a job`)
  for (const id of begun.keys()) if (!ids.has(id)) accounts.doubled.push(`${id} was asked for by nobody`)
  const keys = new Set(jobs.map(({ key }) => key))
  for (const [mark, containers] of seen) {
    if (containers.size > 1) accounts.doubled.push(`${mark} ran in ${containers.size} sandboxes`)
    if (!keys.has(mark.slice(0, KEY_LENGTH))) accounts.doubled.push(`${mark} ran, and was asked for by nobody`)
  }
  if (accounts.unseen.length > jobs.length * MOST_UNSEEN)
    accounts.doubled.push(`${accounts.unseen.length} of ${jobs.length} programs were never seen, so nothing is proven`)
  for (const { code, retryable, at } of refusals) {
    const meanwhile = injected.filter(({ from, until }) => until + SLACK_MS >= at && from <= at)
    if (retryable && meanwhile.some(({ answers }) => answers.some((answer) => answer === code))) continue
    accounts.untrue.push(
      `a request was refused with ${code} during ${meanwhile.map(({ name }) => name).join(' and ') || 'no fault'}`,
    )
  }
  return accounts
}

function harmsOf({ posted, ended }: Job, injected: readonly Injected[]): Set<Harm> {
  const meanwhile = injected.filter(({ from, until }) => until + SLACK_MS >= posted && from <= (ended ?? Infinity))
  return new Set(meanwhile.map(({ harm }) => harm))
}
