import { performance } from 'node:perf_hooks'
import type { Limits, RunRequest } from '@sandrun/shared'
import { type Attack, conclude, Inconclusive, type Probe, type Target } from '../attack.ts'
import { besideNeighbour, NEIGHBOUR } from '../run/neighbour.ts'
import { runProgram } from '../run/run-program.ts'
import { BOMBS } from './bombs/all.ts'
import type { Bomb } from './bombs/bomb.ts'
import { bombOutcome, KEPT_ITS_LIMITS } from './bombs/outcome.ts'

type BombLimits = Pick<Limits, 'cpuMs' | 'wallMs' | 'memoryMb' | 'diskMb' | 'fileMb' | 'outputKb'>

/** The same for all languages, and little: a machine with all of them has ten minutes for all bombs. */
const LIMITS: BombLimits = { cpuMs: 4000, wallMs: 20_000, memoryMb: 512, diskMb: 128, fileMb: 64, outputKb: 256 }

const nameOf = ({ language, name }: Bomb): string => `${language}: ${name}`

const attackBy = (bomb: Bomb): Attack => ({
  name: nameOf(bomb),
  tries: `keep the compiler busy: ${nameOf(bomb)}`,
  contained: KEPT_ITS_LIMITS,
  language: bomb.language,
})

export const COMPILE_BOMBS: Probe = {
  id: 'compile bombs',
  group: 'exhaustion',
  impact: 'Compiling takes the machine: others wait, or fail.',
  attacks: [...BOMBS.map(attackBy), NEIGHBOUR],
  run: (target) =>
    besideNeighbour(target, async () => {
      const limits = await limitsWithin(target)
      const outcomes: Record<string, string | Inconclusive> = {}
      for (const bomb of BOMBS.filter(({ language }) => target.languages.has(language))) {
        outcomes[nameOf(bomb)] = await conclude(() => setOff(target, bomb, limits))
      }
      return outcomes
    }),
}

async function setOff(target: Target, { name: _name, ...program }: Bomb, limits: BombLimits): Promise<string> {
  // The outcomes so far are known.
  if (target.signal.aborted) throw new Inconclusive('more time')
  const request: RunRequest = { ...program, limits, compileLimits: limits, cache: false }
  const begun = performance.now()
  const result = await runProgram(target, request)
  return bombOutcome(result, limits, performance.now() - begun - result.queuedMs)
}

/** The limits, lowered to the maximum of the service. */
async function limitsWithin(target: Target): Promise<BombLimits> {
  using client = await target.connect()
  const most = client.welcome?.limits ?? {}
  const within = (name: keyof BombLimits): number => Math.min(LIMITS[name], most[name] ?? Infinity)
  const memoryMb = within('memoryMb')
  return {
    cpuMs: within('cpuMs'),
    wallMs: within('wallMs'),
    memoryMb,
    // At most half of the memory, which also holds the files.
    diskMb: Math.min(within('diskMb'), Math.floor(memoryMb / 2)),
    fileMb: within('fileMb'),
    outputKb: within('outputKb'),
  }
}
