import type { CaseResult, RunResult } from '@sandrun/shared'
import { isExpected } from './compare.ts'
import type { ResolvedCase, ResolvedRun } from './resolve.ts'
import type { ExplainedVerdict } from './verdict.ts'

/** Compares the output of a case that ended well. */
export async function judgeCase(
  explained: ExplainedVerdict,
  run: RunResult['run'],
  { expected }: ResolvedCase,
  { compare }: ResolvedRun,
): Promise<ExplainedVerdict> {
  if (explained.verdict !== 'ok' || expected === null || run === undefined) return explained
  if (run.truncated.stdout === 0 && (await isExpected(run.stdout, expected, compare))) {
    return { verdict: 'accepted', message: 'The output is as expected.' }
  }
  return { verdict: 'wrong-answer', message: 'The output is not as expected.' }
}

/** The verdict of the first failed case counts. */
export function judgeCases(results: readonly CaseResult[], asked: number): ExplainedVerdict {
  const passed = results.filter(({ verdict }) => verdict === 'ok' || verdict === 'accepted').length
  const failed = results.find(({ verdict }) => verdict !== 'ok' && verdict !== 'accepted')
  if (failed === undefined) {
    const verdict = results.some((result) => result.verdict === 'accepted') ? 'accepted' : 'ok'
    return { verdict, message: `${passed} of ${asked} cases passed.` }
  }
  return { verdict: failed.verdict, message: `${passed} of ${asked} cases passed; "${failed.name}": ${failed.message}` }
}
