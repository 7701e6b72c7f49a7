import {
  DEFAULT_RUN_LIMITS,
  LanguagesResponseSchema,
  type RunRequest,
  type RunResult,
  type TextOrBase64,
} from '@sandrun/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BUILD_WITHIN_MS, buildLanguages } from './build-languages.ts'
import { post, startService, type TestService } from './service.ts'

/** Programs that look for a difference, by what they look at. */
export type Looks = Readonly<Record<string, Partial<RunRequest>>>

/** Waits for a prepared runtime of this language. */
export async function whenPrepared({ url }: TestService, language: string): Promise<void> {
  const prepared = async (): Promise<number> => {
    const response = await fetch(new URL('/v1/languages', url))
    const { languages } = LanguagesResponseSchema.parse(await response.json())
    return languages.find(({ id }) => id === language)?.prepared ?? 0
  }
  await expect.poll(prepared, { timeout: 30_000 }).toBeGreaterThan(0)
}

/** Without addresses, which differ in every process. */
const plain = (output: TextOrBase64 | undefined): string | undefined =>
  typeof output === 'string' ? output.replaceAll(/0x[0-9a-f]{6,}|\b\d{12,}\b/g, 'ADDRESS') : output?.base64

/**
 * The program's part of a result. Who notices first that memory is full, the runtime or the kernel, is chance, and
 * whether the kernel also kills the agent, which then can't report the output.
 */
function tellsOf({ verdict, message, compile, run, cases }: RunResult): object {
  if (verdict === 'memory-limit') return { verdict }
  return {
    verdict,
    message: message.replaceAll(/\d+(\.\d+)? s/g, 'so long'),
    compile: compile?.stderr,
    compiled: compile?.exitCode,
    exitCode: run?.exitCode,
    signal: run?.signal,
    stdout: plain(run?.stdout),
    stderr: plain(run?.stderr),
    cases: cases?.map((one) => [one.verdict, plain(one.run?.stdout), plain(one.run?.stderr)]),
  }
}

/** Runs it with and without a prepared runtime. No compiled program is reused. */
async function bothWays(
  service: TestService,
  asked: RunRequest,
  leastOpenFiles: number,
): Promise<[prepared: object, ordinary: object]> {
  const request = { cache: false, ...asked }
  await whenPrepared(service, request.language ?? '')
  const prepared = await post(service, request)
  const isOrdinary = (request.limits?.openFiles ?? DEFAULT_RUN_LIMITS.openFiles) < leastOpenFiles
  expect(prepared.start).toBe(isOrdinary ? 'warm' : 'prepared')
  const ordinary = await post(service, { ...request, prepared: false })
  expect(ordinary.start).not.toBe('prepared')
  return [tellsOf(prepared), tellsOf(ordinary)]
}

/** The facts of a program in a case, or alone. */
const tellsOfProgram = (verdict: string, run: RunResult['run']): object =>
  verdict === 'memory-limit'
    ? { verdict }
    : { exitCode: run?.exitCode, signal: run?.signal, stdout: plain(run?.stdout), stderr: plain(run?.stderr) }

/** Runs it alone, without a prepared runtime, and as two cases, each in a copy of one. */
async function inCases(
  service: TestService,
  { stdin, ...asked }: RunRequest,
): Promise<[cases: object[], alone: object]> {
  await whenPrepared(service, asked.language ?? '')
  const { cases = [], ...all } = await post(service, { ...asked, cases: [{ stdin }, { stdin }] })
  expect([all.start, cases.length]).toEqual(['prepared', 2])
  const alone = await post(service, { ...asked, stdin, prepared: false })
  return [cases.map(({ verdict, run }) => tellsOfProgram(verdict, run)), tellsOfProgram(alone.verdict, alone.run)]
}

/**
 * Tests that programs have the same result in the copies of a prepared runtime as in a new process. `others` is a
 * program that prints the other processes besides the agent: in a copy that is the runtime, which waits on.
 */
export function tellNoDifferenceInCases(language: string, looks: Looks, others: string): void {
  const fitting = Object.entries(looks).filter(
    ([, { tty, cases, limits }]) => tty === undefined && cases === undefined && (limits?.openFiles ?? 64) >= 64,
  )
  describe(`a case in ${language} can’t tell by`, () => {
    let service: TestService
    beforeAll(async () => {
      await buildLanguages(language)
      service = await startService({ SANDRUN_WARM: 'used' })
      await post(service, { language, ...fitting[0]?.[1], prepared: false })
    }, BUILD_WITHIN_MS)
    afterAll(() => service[Symbol.asyncDispose]())

    it('nothing but the runtime, which waits', async () => {
      await whenPrepared(service, language)
      const { cases = [] } = await post(service, { language, code: others, cases: [{}, {}, {}] })
      const seen = new Set(cases.map(({ run }) => plain(run?.stdout)?.trim()))
      expect([...seen]).toEqual([expect.stringMatching(/^\d+$/)])
    })

    it.each(fitting)('%s', async (_what, request) => {
      const [cases, alone] = await inCases(service, { language, ...request })
      expect(cases).toEqual([alone, alone])
    })
  })
}

/** Tests that programs have the same result with and without a prepared runtime, which few open files rule out. */
export function tellNoDifference(language: string, looks: Looks, leastOpenFiles = 64): void {
  describe(`a program in ${language} can’t tell by`, () => {
    let service: TestService
    beforeAll(async () => {
      await buildLanguages(language)
      service = await startService({ SANDRUN_WARM: 'used' })
      // Languages in use get warm sandboxes.
      await post(service, { language, ...Object.values(looks)[0], prepared: false })
    }, BUILD_WITHIN_MS)
    afterAll(() => service[Symbol.asyncDispose]())

    it.each(Object.entries(looks))('%s', async (_what, request) => {
      const [prepared, ordinary] = await bothWays(service, { language, ...request }, leastOpenFiles)
      expect(prepared).toEqual(ordinary)
      expect(prepared).not.toMatchObject({ stdout: '', stderr: '', compile: '', exitCode: 0 })
    })
  })
}
