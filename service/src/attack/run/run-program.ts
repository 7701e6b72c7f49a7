import type { RunRequest, RunResult } from '@sandrun/shared'
import * as z from 'zod'
import { Inconclusive, type Outcomes, type Target } from '../attack.ts'
import { pythonAttack } from './program.ts'

const ReportSchema = z.record(z.string(), z.string())

/** Runs a program that must be able to run here. The loss of its sandbox tells nothing about what it tried. */
export async function runProgram(target: Target, request: RunRequest): Promise<RunResult> {
  const result = await runAgainstSandbox(target, request)
  // Whether the sandbox would have contained the program is unknown.
  if (result.verdict === 'internal-error') throw new Inconclusive(`a sandbox that stays: ${result.message}`)
  return result
}

/** Runs a program that tries to end its sandbox: then it ends as `internal-error`. */
export async function runAgainstSandbox(target: Target, request: RunRequest): Promise<RunResult> {
  const { language = '' } = request
  if (!target.languages.has(language))
    throw new Inconclusive(`the image of ${language}: sandrun lang build ${language}`)
  const result = await target.run(request)
  // The time ended during the run.
  if (result.verdict === 'cancelled') throw new Inconclusive('more time')
  if (result.verdict === 'worker-lost') throw new Inconclusive(`a service that stays: ${result.message}`)
  return result
}

/** Runs an attack that reports with attempt.py. The cause of its end is an outcome too. */
export async function runPython(
  target: Target,
  name: string,
  request: Omit<RunRequest, 'language'> = {},
): Promise<Outcomes> {
  const result = await runProgram(target, { ...(await pythonAttack(name)), ...request })
  return { ...reportOf(result), verdict: result.verdict }
}

/** The report of attempt.py, or null when the program was killed before. */
export function reportOf(result: RunResult): Outcomes | null {
  const report = /^report: (.*)$/m.exec(textOf(result))?.[1]
  return report === undefined ? null : ReportSchema.parse(JSON.parse(report))
}

/** A program's stdout, if it is text. */
export function textOf({ run }: Pick<RunResult, 'run'>): string {
  return typeof run?.stdout === 'string' ? run.stdout : ''
}
