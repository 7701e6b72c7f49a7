import { type LimitName, reachedLimit, type RunResult, toLossyText, type Verdict } from '@sandrun/shared'
import { Sandrun } from './sandrun.ts'

/** What `runCode` tells of a program. */
export interface Outcome {
  stdout: string
  /** Of a program that did not compile, what the compiler said. */
  stderr: string
  /** Null when a signal ended it. */
  exitCode: number | null
  /** The limit that ended it; null when none did. */
  exceeded: LimitName | null
  verdict: Verdict
  /** One sentence. */
  message: string
}

/** Makes a runner for a language: a sandbox that keeps its files. The service is that of `new Sandrun()`. */
export async function createRunner(language: string): Promise<string> {
  const { id } = await new Sandrun().createSession({ language })
  return id
}

/** Runs a program in the runner, of whose language it must be. `runTimeoutMs` is on the clock. Throws SandrunErrors. */
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

/** Ends the runner; its files are gone. */
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
