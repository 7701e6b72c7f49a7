import { isOurs } from '../../../adapted-run.ts'
import { type RunResult, toLossyText } from '@sandrun/shared'
import * as z from 'zod/mini'

/** How a run ended (Jobe's app/Libraries/LanguageTask.php). */
const OUTCOMES = {
  compilationError: 11,
  runtimeError: 12,
  timeLimit: 13,
  success: 15,
  memoryLimit: 17,
  internalError: 20,
} as const

export const JobeResultSchema = z.object({
  run_id: z.nullable(z.string()),
  outcome: z.int(),
  /** The compiler's messages, if the program did not compile. */
  cmpinfo: z.string(),
  stdout: z.string(),
  stderr: z.string(),
})
type JobeResult = z.infer<typeof JobeResultSchema>

/** The answer of a server that can't take a run now. */
export const OVERLOADED: JobeResult = { run_id: null, outcome: 21, cmpinfo: '', stdout: '', stderr: '' }

/**
 * A result in Jobe's words. As in Jobe, any output to standard error makes it a runtime error; for a program that fails
 * silently, stderr holds Sandrun's message.
 */
export function toJobeResult(result: RunResult): JobeResult {
  const { id, run, message } = result
  if (run === undefined) {
    const outcome = isOurs(result) ? OUTCOMES.internalError : OUTCOMES.compilationError
    return { run_id: id, outcome, cmpinfo: whyNotRun(result), stdout: '', stderr: '' }
  }
  const stderr = toLossyText(run.stderr)
  const outcome = outcomeOf(result, stderr)
  const isSilent = outcome !== OUTCOMES.success && stderr === ''
  return { run_id: id, outcome, cmpinfo: '', stdout: toLossyText(run.stdout), stderr: isSilent ? message : stderr }
}

/** The compiler's output has the reason only if the compiler failed itself. */
function whyNotRun({ verdict, message, compile }: RunResult): string {
  const said = toLossyText(compile?.stdout ?? '') + toLossyText(compile?.stderr ?? '')
  if (said === '') return message
  return verdict === 'compile-error' && compile?.exitCode !== 0 ? said : `${said.trimEnd()}\n${message}`
}

function outcomeOf(result: RunResult, stderr: string): number {
  const { verdict } = result
  if (isOurs(result)) return OUTCOMES.internalError
  if (verdict === 'cpu-limit' || verdict === 'wall-limit' || verdict === 'idle-limit') return OUTCOMES.timeLimit
  if (verdict === 'memory-limit') return OUTCOMES.memoryLimit
  return verdict === 'ok' && stderr === '' ? OUTCOMES.success : OUTCOMES.runtimeError
}
