import { performance } from 'node:perf_hooks'
import type { Verdict } from '@sandrun/shared'
import type { RunClient } from '@sandrun/shared/client'
import { watch, type WatchedRun } from '../../conformance/watched-run.ts'
import type { Attack, Observations, Target } from '../attack.ts'
import { longestLimits } from './longest-limits.ts'

/** Questions to a neighbour before the attack, to know the usual times. */
const ALONE = 20

/** Time between two questions, in milliseconds: a person types no faster. */
const PAUSE_MS = 20

/** A person would call such a machine hung. */
const HELD_UP_MS = 2000

/** On a slow machine, as one under emulation, a neighbour is held up only for so many times its usual time. */
const HELD_UP_TIMES = 100

const ECHO = 'while read -r line; do echo "$line"; done'

/** The attack on a neighbour by every program that takes all it can get. */
export const NEIGHBOUR: Attack = {
  name: 'a neighbour meanwhile',
  tries: "delay a neighbour's echo, which is measured meanwhile",
  contained: {
    matches: /^answers/,
    words: `answers within ${HELD_UP_MS / 1000} s, or ${HELD_UP_TIMES} times its usual time`,
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
  return { ...outcomes, [NEIGHBOUR.name]: end ?? inWords(alone, meanwhile) }
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
    for (;;) {
      try {
        // Without the time that its start takes.
        if (this.#isNew) await this.#answer()
        this.#isNew = false
        return await this.#answer()
      } catch {
        const { verdict, message } = await this.#run.result
        if (!OWN_LIMITS.has(verdict)) throw new Error(message)
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

  async #answer(): Promise<number> {
    const begun = performance.now()
    this.#run.send(`${(this.#lines += 1)}\n`)
    await this.#run.sees(`${this.#lines}\n`)
    return performance.now() - begun
  }
}

function pause(): Promise<number> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS, PAUSE_MS))
}

function inWords(alone: readonly number[], meanwhile: readonly number[]): string {
  const worst = Math.max(...meanwhile)
  const usual = median(alone)
  const figures = `${meanwhile.length} times, median ${median(meanwhile).toFixed(1)} ms, worst ${worst.toFixed(1)} ms; alone ${usual.toFixed(1)} ms`
  return `${worst < Math.max(HELD_UP_MS, HELD_UP_TIMES * usual) ? 'answers' : 'is held up'}: ${figures}`
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}
