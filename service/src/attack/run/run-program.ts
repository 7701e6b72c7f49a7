import type { RunRequest, RunResult } from '@sandrun/shared'
import * as z from 'zod'
import { CannotTell, type Outcomes, type Target } from '../attack.ts'
import { pythonAttack } from './program.ts'

const ReportSchema = z.record(z.string(), z.string())

/** Runs a program that has to be able to run here. */
export async function runProgram(target: Target, request: RunRequest): Promise<RunResult> {
  const { language = '' } = request
  if (!target.languages.has(language)) throw new CannotTell(`the image of ${language}: sandrun lang build ${language}`)
  const result = await target.run(request)
  // Time ran out in the middle of it.
  if (result.verdict === 'cancelled') throw new CannotTell('more time')
  // The sandbox itself failed: whether the program would have been held is not known.
  if (result.verdict === 'internal-error' || result.verdict === 'worker-lost') {
    throw new CannotTell(`a sandbox that stays: ${result.message}`)
  }
  return result
}

/** Runs one of ours that reports by attempt.py. What ended it is an outcome too. */
export async function runPython(
  target: Target,
  name: string,
  request: Omit<RunRequest, 'language'> = {},
): Promise<Outcomes> {
  const result = await runProgram(target, { ...(await pythonAttack(name)), ...request })
  return { ...reportOf(result), verdict: result.verdict }
}

/** What attempt.py reported, or nothing where the program was killed before. */
export function reportOf(result: RunResult): Outcomes | null {
  const report = /^report: (.*)$/m.exec(textOf(result))?.[1]
  return report === undefined ? null : ReportSchema.parse(JSON.parse(report))
}

/** What a program wrote to stdout, where that is text. */
export function textOf({ run }: Pick<RunResult, 'run'>): string {
  return typeof run?.stdout === 'string' ? run.stdout : ''
}
