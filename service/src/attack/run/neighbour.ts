import { performance } from 'node:perf_hooks'
import type { Verdict } from '@sandrun/shared'
import type { RunClient } from '@sandrun/shared/client'
import { watch, type WatchedRun } from '../../conformance/watched-run.ts'
import type { Attack, Observations, Target } from '../attack.ts'
import { longestLimits } from './longest-limits.ts'
import { describeTimes, IN_TIME } from './neighbour-times.ts'

/** Questions to a neighbour before the attack, to know the usual times. */
const ALONE = 20

/** Time between two questions, in milliseconds: a person types no faster. */
const PAUSE_MS = 20

const ECHO = 'while read -r line; do echo "$line"; done'

/** The attack on a neighbour by every program that takes all it can get. */
export const NEIGHBOUR: Attack = {
  name: 'a neighbour meanwhile',
  tries: "delay a neighbour's echo, which is measured meanwhile",
  contained: {
    matches: /^answers/,
    words: IN_TIME,
  },
  impact: 'One program can starve the others, which stall while it runs.',
}

/** Runs `attack` beside a program that answers each line it gets, and reports the times of its answers. */
export async function besideNeighbour(target: Target, attack: () => Promise<Observations>): Promise<Observations> {
  if (!target.languages.has('bash')) return await attack()
  using client = await target.connect()
  const neighbour = new Neighbour(client)
  const alone: number[] = []
  while (alone.length < ALONE) alone.push(await neighbour.ask())
  const ended = Promise.withResolvers<null>()
  const attacked = attack().finally(() => ended.resolve(null))
  // The code below rethrows it, once the neighbour is done.
  attacked.catch(() => {})
  const meanwhile: number[] = []
  let end: string | null = null
  try {
    do meanwhile.push(await neighbour.ask())
    while ((await Promise.race([pause(), ended.promise])) !== null)
  } catch (error) {
    end = `ended: ${error instanceof Error ? error.message : String(error)}`
  }
  const outcomes = await attacked
  neighbour.cancel()
  return { ...outcomes, [NEIGHBOUR.name]: end ?? describeTimes(alone, meanwhile) }
}

/** Limits of the neighbour's own, which say nothing about the attack. */
const OWN_LIMITS: ReadonlySet<Verdict> = new Set(['cpu-limit', 'wall-limit', 'idle-limit'])

/** A program that answers. When it reaches a limit of its time, as in a long attack, another one takes its place. */
class Neighbour {
  readonly #client: RunClient
  #run: WatchedRun
  #lines = 0
  #isNew = true

  constructor(client: RunClient) {
    this.#client = client
    this.#run = this.#start()
  }

  /** The milliseconds until it answers. Throws with the reason when it has ended. */
  async ask(): Promise<number> {
    // The longest wait for an answer that never came, of those that ended at their own limits meanwhile.
    let lost = 0
    for (;;) {
      // Without the time that its start takes.
      let begun: number | null = null
      try {
        if (this.#isNew) await this.#answer()
        this.#isNew = false
        begun = performance.now()
        await this.#answer()
        return Math.max(lost, performance.now() - begun)
      } catch {
        const { verdict, message } = await this.#run.result
        if (!OWN_LIMITS.has(verdict)) throw new Error(message)
        if (begun !== null) lost = Math.max(lost, performance.now() - begun)
        this.#run = this.#start()
      }
    }
  }

  cancel(): void {
    this.#run.active.cancel()
  }

  #start(): WatchedRun {
    const run = watch(this.#client, { language: 'bash', code: ECHO, limits: longestLimits(this.#client) })
    // `ask` reads it.
    run.result.catch(() => {})
    this.#isNew = true
    return run
  }

  async #answer(): Promise<void> {
    this.#run.send(`${(this.#lines += 1)}\n`)
    await this.#run.sees(`${this.#lines}\n`)
  }
}

function pause(): Promise<number> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS, PAUSE_MS))
}
