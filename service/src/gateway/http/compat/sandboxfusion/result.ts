import { isOurs } from '../../../adapted-run.ts'
import { type PhaseResult, type RunResult, signalNumber, toLossyText, type Verdict } from '@sandrun/shared'
import * as z from 'zod/mini'

/** One command in SandboxFusion's form; the time in seconds. */
const CommandResultSchema = z.object({
  status: z.enum(['Finished', 'Error', 'TimeLimitExceeded']),
  execution_time: z.number(),
  /** Null after a timeout. Minus the number of a fatal signal, as in Python. */
  return_code: z.nullable(z.int()),
  stdout: z.string(),
  stderr: z.string(),
})
type CommandResult = z.infer<typeof CommandResultSchema>

export const RunCodeAnswerSchema = z.object({
  status: z.enum(['Success', 'Failed', 'SandboxError']),
  message: z.string(),
  compile_result: z.nullable(CommandResultSchema),
  run_result: z.nullable(CommandResultSchema),
  executor_pod_name: z.null(),
  /** By path, in base64. */
  files: z.record(z.string(), z.string()),
})
type RunCodeAnswer = z.infer<typeof RunCodeAnswerSchema>

/** The status and the return code alone describe these, if a command failed. */
const SAYS_NOTHING: ReadonlySet<Verdict> = new Set(['runtime-error', 'compile-error', 'wall-limit', 'cpu-limit'])

/** A result in the words of SandboxFusion's `/run_code` (its sandbox/server/sandbox_api.py). */
export function toRunCodeAnswer(result: RunResult): RunCodeAnswer {
  const { verdict, message, compile, run, files = [] } = result
  const ended = run ?? compile
  const command = (phase: PhaseResult | undefined): CommandResult | null =>
    phase === undefined ? null : toCommand(phase, phase === ended ? result : null)
  const hasFailed = ended !== undefined && ended.exitCode !== 0
  return {
    status: isOurs(result) ? 'SandboxError' : verdict === 'ok' ? 'Success' : 'Failed',
    message: verdict === 'ok' || (hasFailed && SAYS_NOTHING.has(verdict)) ? '' : message,
    compile_result: command(compile),
    run_result: command(run),
    executor_pod_name: null,
    files: Object.fromEntries(
      files.map(({ path, content, encoding }) => [
        path,
        encoding === 'base64' ? content : Buffer.from(content).toString('base64'),
      ]),
    ),
  }
}

/** `result`: of the phase that ended the run. */
function toCommand(phase: PhaseResult, result: RunResult | null): CommandResult {
  const isLate = result?.verdict === 'wall-limit' || result?.verdict === 'cpu-limit'
  const signal = signalNumber(phase.signal)
  return {
    status: isLate ? 'TimeLimitExceeded' : 'Finished',
    execution_time: phase.wallMs / 1000,
    return_code: isLate ? null : signal === null ? phase.exitCode : -signal,
    stdout: toLossyText(phase.stdout),
    stderr: toLossyText(phase.stderr),
  }
}
