import { type PhaseName, type PhaseResult, type RunResult, signalNumber, toLossyText } from '@sandrun/shared'
import * as z from 'zod/mini'

/** One stage as Piston reports it; times in ms, memory in bytes. */
const StageResultSchema = z.object({
  stdout: z.string(),
  stderr: z.string(),
  /** Both channels, in the order of writing. */
  output: z.string(),
  code: z.nullable(z.int()),
  signal: z.nullable(z.string()),
  message: z.nullable(z.string()),
  /** `RE` exit code, `SG` signal, `TO` time, `OL` output, `XX` the service's fault; null for success. */
  status: z.nullable(z.enum(['RE', 'SG', 'TO', 'OL', 'XX'])),
  cpu_time: z.number(),
  wall_time: z.number(),
  memory: z.number(),
})
type StageResult = z.infer<typeof StageResultSchema>

export const PistonResultSchema = z.object({
  language: z.string(),
  version: z.string(),
  run: StageResultSchema,
  compile: z.optional(StageResultSchema),
})
type PistonResult = z.infer<typeof PistonResultSchema>

const NOT_RUN: StageResult = {
  stdout: '',
  stderr: '',
  output: '',
  code: null,
  signal: null,
  message: null,
  status: null,
  cpu_time: 0,
  wall_time: 0,
  memory: 0,
}

/**
 * A result in Piston's words. `output` is each phase's output, both channels together. A run that did not compile has
 * an empty `run`, because clients read it unchecked.
 */
export function toPistonResult(result: RunResult, output: (phase: PhaseName) => string): PistonResult {
  const { language, version, compile, run } = result
  // Only the last phase can have ended the run.
  const stage = (name: PhaseName, phase: PhaseResult): StageResult =>
    toStage(phase, output(name), name === 'run' || run === undefined ? result : null)
  return {
    language,
    version,
    run: run === undefined ? { ...NOT_RUN, ...(compile === undefined && ending(result, null)) } : stage('run', run),
    ...(compile !== undefined && { compile: stage('compile', compile) }),
  }
}

function toStage(phase: PhaseResult, output: string, result: RunResult | null): StageResult {
  return {
    stdout: toLossyText(phase.stdout),
    stderr: toLossyText(phase.stderr),
    output,
    code: phase.exitCode,
    signal: phase.signal,
    message: null,
    status: null,
    ...(result !== null && ending(result, phase)),
    cpu_time: Math.round(phase.cpuMs),
    wall_time: Math.round(phase.wallMs),
    memory: phase.memoryKb * 1024,
  }
}

/** The status of a failure; a stopped program counts as killed. */
function ending({ verdict, message }: RunResult, phase: PhaseResult | null): Partial<StageResult> {
  const killed = { code: null, signal: 'SIGKILL' }
  switch (verdict) {
    case 'ok':
    case 'accepted':
    case 'wrong-answer':
      return {}
    case 'compile-error':
    case 'runtime-error':
      return phase?.signal ? fatalSignal(phase.signal) : { status: 'RE', message: exitMessage(phase) ?? message }
    // Piston knows neither limit: only the message can say which it was.
    case 'process-limit':
    case 'disk-limit':
      return { status: phase?.signal ? 'SG' : 'RE', message }
    case 'cpu-limit':
      return { ...killed, status: 'TO', message: 'Time limit exceeded' }
    case 'wall-limit':
    case 'idle-limit':
      return { ...killed, status: 'TO', message: 'Time limit exceeded (wall clock)' }
    case 'output-limit':
      return { ...killed, status: 'OL', message }
    case 'memory-limit':
    case 'cancelled':
      return { ...killed, status: 'SG', message }
    case 'worker-lost':
    case 'internal-error':
      return { ...killed, status: 'XX', message }
  }
}

/** Null for a phase that did not fail itself: nothing could be started. */
function exitMessage(phase: PhaseResult | null): string | null {
  return phase?.exitCode ? `Exited with error status ${phase.exitCode}` : null
}

function fatalSignal(name: string): Partial<StageResult> {
  return { status: 'SG', message: `Caught fatal signal ${signalNumber(name) ?? name}` }
}
