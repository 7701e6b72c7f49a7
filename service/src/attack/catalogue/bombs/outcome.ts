import { type Limits, type PhaseResult, type RunResult, type TextOrBase64, toBytes } from '@sandrun/shared'
import type { Contained } from '../../attack.ts'

/** The limits of each phase that a result can exceed. Its memory can't: the service never reports more than the limit. */
export type JudgedLimits = Pick<Limits, 'cpuMs' | 'wallMs' | 'outputKb'>

/** How far a run may exceed a limit of its CPU time: the agent looks every 25 ms, and an end takes time too. */
const MOST_CPU = 1.5

/** The same for wall time: a sandbox must also be made and removed, which takes seconds on a slow machine. */
const MOST_WALL = 2

/** The line that says how much output is left out. */
const GAP_BYTES = 512

/** Any end of a run that kept its limits: some compilers give up, and some compile a bomb without trouble. */
export const KEPT_ITS_LIMITS: Contained = {
  matches: /^(?:compile-error|(?:cpu|wall|memory|process|disk|output)-limit|ok|runtime-error) within its limits: /,
  words: 'an error of the compiler, a limit, or an end, within its limits',
}

/**
 * The verdict, whether the run kept its limits, and the figures. `elapsedMs` is by the probe's own clock, without the
 * time in the queue: a sandbox that can't end a program might not measure its time either.
 */
export function bombOutcome(result: RunResult, limits: JudgedLimits, elapsedMs: number): string {
  const phases = (['compile', 'run'] as const).flatMap((name) => {
    const phase = result[name]
    return phase === undefined ? [] : [{ name, phase }]
  })
  const mostMs = Math.max(phases.length, 1) * limits.wallMs * MOST_WALL
  const isKept = elapsedMs <= mostMs && phases.every(({ phase }) => isWithin(phase, limits))
  const figures = [...phases.map(({ name, phase }) => inWords(name, phase)), `${seconds(elapsedMs)} in all`]
  return `${result.verdict} ${isKept ? 'within' : 'beyond'} its limits: ${figures.join('; ')}`
}

function isWithin(phase: PhaseResult, { cpuMs, wallMs, outputKb }: JudgedLimits): boolean {
  const isShort = (['stdout', 'stderr'] as const).every(
    (channel) => outputBytes(phase[channel]) <= outputKb * 1024 + GAP_BYTES,
  )
  return isShort && phase.cpuMs <= cpuMs * MOST_CPU && phase.wallMs <= wallMs * MOST_WALL
}

function outputBytes(output: TextOrBase64): number {
  return toBytes(output).length
}

function inWords(name: string, { cpuMs, memoryKb, stdout, stderr }: PhaseResult): string {
  const output = (outputBytes(stdout) + outputBytes(stderr)) / 1024
  return `${name} ${seconds(cpuMs)} of CPU, ${Math.round(memoryKb / 1024)} MB, ${Math.round(output)} KB of output`
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
