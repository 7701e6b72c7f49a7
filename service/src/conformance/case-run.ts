import type { RunClient } from '@sandrun/shared/client'
import { type RunRequest, toSandrunError } from '@sandrun/shared'
import type { LanguagePack } from '../languages/pack.ts'
import { checkCase, type PackCase } from './pack-test.ts'
import { watch } from './watched-run.ts'

/** A busy machine may delay a program for long, which no case tests. */
const PATIENCE = { wallMs: 240_000 }
/** Longer than any run that makes progress; ends one whose prompt never comes. */
const CASE_MS = 300_000

/**
 * Runs a case through a service, types its dialogue, and returns the differences as sentences. `prepared`: whether a
 * prepared runtime may run the program.
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
    // The run's own message comes first: it may explain a missing prompt.
    const ended = await run.result.then(({ verdict, message }) => `${verdict}: ${message}`, describe)
    return [...new Set([ended, describe(error)])]
  } finally {
    clearTimeout(giveUp)
  }
}

/**
 * Runs a program that needs no input twice, the second time only from its manifest's artefacts: the work directory is
 * emptied between two cases. Returns the differences from `expected`.
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
