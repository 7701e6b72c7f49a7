import { performance } from 'node:perf_hooks'
import { watch } from '../../conformance/watched-run.ts'
import type { Attack, Observations, Target } from '../attack.ts'

/** Questions to a neighbour before the attack, to know the usual times. */
const ALONE = 20

/** Time between two questions, in milliseconds: a person types no faster. */
const PAUSE_MS = 20

/** A person would call such a machine hung. */
const HELD_UP_MS = 2000

const ECHO = 'while read -r line; do echo "$line"; done'

/** The attack on a neighbour by every program that takes all it can get. */
export const NEIGHBOUR: Attack = {
  name: 'a neighbour meanwhile',
  tries: "delay a neighbour's echo, which is measured meanwhile",
  contained: { matches: /^answers/, words: `answers, each time within ${HELD_UP_MS / 1000} s` },
  impact: 'One program can starve the others, which stall while it runs.',
}

/** Runs `attack` beside a program that answers each line it gets, and reports the times of its answers. */
export async function besideNeighbour(target: Target, attack: () => Promise<Observations>): Promise<Observations> {
  if (!target.languages.has('bash')) return await attack()
  using client = await target.connect()
  // As long as allowed: the attacks decide how long it takes.
  const { cpuMs, wallMs, idleMs } = client.welcome?.limits ?? {}
  const neighbour = watch(client, { language: 'bash', code: ECHO, limits: { cpuMs, wallMs, idleMs } })
  // The code below checks its end.
  neighbour.result.catch(() => {})
  let count = 0
  const ask = async (): Promise<number> => {
    const begun = performance.now()
    neighbour.send(`${(count += 1)}\n`)
    await neighbour.sees(`${count}\n`)
    return performance.now() - begun
  }
  const alone: number[] = []
  while (alone.length < ALONE) alone.push(await ask())
  const ended = Promise.withResolvers<null>()
  const attacked = attack().finally(() => ended.resolve(null))
  // The code below rethrows it, once the neighbour is done.
  attacked.catch(() => {})
  const meanwhile = await askUntil(ask, ended.promise)
  const outcomes = await attacked
  if (meanwhile === null) return { ...outcomes, [NEIGHBOUR.name]: `ended: ${(await neighbour.result).message}` }
  neighbour.active.cancel()
  return { ...outcomes, [NEIGHBOUR.name]: inWords(alone, meanwhile) }
}

/** The times of the answers; null when the neighbour ended. */
async function askUntil(ask: () => Promise<number>, end: Promise<null>): Promise<number[] | null> {
  const times: number[] = []
  try {
    do times.push(await ask())
    while ((await Promise.race([pause(), end])) !== null)
  } catch {
    return null
  }
  return times
}

function pause(): Promise<number> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS, PAUSE_MS))
}

function inWords(alone: readonly number[], meanwhile: readonly number[]): string {
  const worst = Math.max(...meanwhile)
  const figures = `${meanwhile.length} times, median ${median(meanwhile)} ms, worst ${worst.toFixed(1)} ms; alone ${median(alone)} ms`
  return `${worst < HELD_UP_MS ? 'answers' : 'is held up'}: ${figures}`
}

function median(times: readonly number[]): string {
  return (times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0).toFixed(1)
}
