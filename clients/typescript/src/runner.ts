import { type LimitName, reachedLimit, type RunResult, toLossyText, type Verdict } from '@sandrun/shared'
import { Sandrun } from './sandrun.ts'

/** The result of `runCode`. */
export interface Outcome {
  stdout: string
  /** If the program did not compile, the compiler's output. */
  stderr: string
  /** Null if a signal ended it. */
  exitCode: number | null
  /** The limit that ended it; null if none did. */
  exceeded: LimitName | null
  verdict: Verdict
  /** One sentence. */
  message: string
}

/** Creates a runner for a language: a sandbox that keeps its files. It uses the service of `new Sandrun()`. */
export async function createRunner(language: string): Promise<string> {
  const { id } = await new Sandrun().createSession({ language })
  return id
}

/** Runs a program in the runner, in the runner's language. `runTimeoutMs` is wall time. Throws SandrunErrors. */
export async function runCode(
  id: string,
  language: string,
  code: string,
  input = '',
  runTimeoutMs?: number,
): Promise<Outcome> {
  const limits = runTimeoutMs === undefined ? {} : { limits: { wallMs: runTimeoutMs } }
  return outcomeOf(await new Sandrun().run({ session: id, language, code, stdin: input, ...limits }))
}

/** Ends the runner and deletes its files. */
export async function stopRunner(id: string): Promise<void> {
  await new Sandrun().session(id).stop()
}

function outcomeOf(result: RunResult): Outcome {
  const { verdict, message, run, compile } = result
  const phase = run ?? compile
  return {
    stdout: toLossyText(run?.stdout ?? ''),
    stderr: toLossyText(phase?.stderr ?? ''),
    exitCode: phase?.exitCode ?? null,
    exceeded: reachedLimit(result)?.name ?? null,
    verdict,
    message,
  }
}
