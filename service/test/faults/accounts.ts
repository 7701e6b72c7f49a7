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
}

/** The time a job may have ended before its end was seen, and the time the engine may still clean up after a fault. */
const SLACK_MS = 15_000

/** Compares what clients were told with what may have happened. `starts` is how often each job was begun. */
export function account(
  { jobs, refusals }: { jobs: readonly Job[]; refusals: readonly Refusal[] },
  injected: readonly Injected[],
  starts: ReadonlyMap<string, number>,
): Accounts {
  const accounts: Accounts = { lost: [], doubled: [], wrong: [], untrue: [] }
  let broken = 0
  for (const job of jobs) {
    const { id, record, expected } = job
    if (record === null) accounts.lost.push(id)
    const count = starts.get(id) ?? 0
    if (count > 1) accounts.doubled.push(`${id} was begun ${count} times`)
    if (record === null) continue
    const { verdict = record.error?.code ?? 'none', result } = record
    const output = result?.run?.stdout
    if (verdict === expected) {
      // A job that succeeded has written everything, once.
      if (typeof output !== 'string' || !/^begun\n[0-9a-f-]{36}\ndone\n$/.test(output))
        accounts.wrong.push(`${id} is ${verdict} with ${JSON.stringify(output)}`)
      continue
    }
    const harms = harmsOf(job, injected)
    if (verdict === 'internal-error' && harms.has('one')) broken += 1
    else if (!((verdict === 'worker-lost' || verdict === 'internal-error') && harms.has('all')))
      accounts.wrong.push(`${id} is ${verdict} in place of ${expected}, by ${[...harms].join(' and ') || 'no fault'}`)
  }
  // A sandbox that a fault hit held one run, or none.
  const most = injected.filter(({ harm }) => harm === 'one').length
  if (broken > most) accounts.wrong.push(`${broken} runs lost their sandbox, but ${most} were hit`)
  const ids = new Set(jobs.map(({ id }) => id))
  if (ids.size < jobs.length) accounts.doubled.push(`${jobs.length - ids.size} keys share a job`)
  for (const id of starts.keys()) if (!ids.has(id)) accounts.doubled.push(`${id} was asked for by nobody`)
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
