import type { RunClient } from '@sandrun/shared/client'
import { type RunRequest, toSandrunError } from '@sandrun/shared'
import type { LanguagePack } from '../languages/pack.ts'
import { checkCase, type PackCase } from './pack-test.ts'
import { watch } from './watched-run.ts'

/** On a busy machine a program waits long for its turn, and no case is about that. */
const PATIENCE = { wallMs: 240_000 }
/** Longer than any run that makes headway, but for one whose prompt never comes. */
const CASE_MS = 300_000

/**
 * Runs a case through a service, types its dialogue, and says as sentences what is not as expected. `prepared`: whether a
 * runtime that waits may take the program over.
 */
export async function runCase(
  client: RunClient,
  pack: LanguagePack,
  packCase: PackCase,
  { prepared }: { prepared: boolean },
): Promise<string[]> {
  const { interactive = [] } = packCase
  const request = { ...packCase.request, prepared }
  const patient = { limits: { ...PATIENCE, ...request.limits }, compileLimits: PATIENCE }
  const run = watch(client, { ...request, ...patient })
  const giveUp = setTimeout(() => run.active.cancel(), CASE_MS)
  try {
    for (const { expect: prompt, send } of interactive) {
      await run.sees(prompt)
      run.send(send)
    }
    if (request.stdin === undefined) run.active.endStdin()
    return checkCase(packCase, pack, await run.result)
  } catch (error) {
    // What the run says of itself comes first: a missing prompt may be its consequence.
    const ended = await run.result.then(({ verdict, message }) => `${verdict}: ${message}`, describe)
    return [...new Set([ended, describe(error)])]
  } finally {
    clearTimeout(giveUp)
  }
}

/**
 * Runs a program that needs no input twice, the second time from nothing but what its manifest calls artefacts: between
 * two cases the work directory is emptied. Says what is not the same as `expected`.
 */
export async function runFromArtefacts(client: RunClient, request: RunRequest, expected: string): Promise<string[]> {
  const { cases = [], verdict } = await client.run({ ...request, cases: [{ stdin: '' }, { stdin: '' }] }).result
  const outputs = cases.map(({ run }) => run?.stdout)
  if (outputs.length === 2 && outputs.every((output) => output === expected)) return []
  return [`${verdict}: ${JSON.stringify(outputs)} instead of twice ${JSON.stringify(expected)}: look at "artefacts"`]
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : toSandrunError(error).message
}
