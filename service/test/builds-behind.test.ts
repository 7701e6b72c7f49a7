import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type LanguageInfo, LanguagesResponseSchema } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { HeldRegistry } from './support/held-registry.ts'
import { post, startService } from './support/service.ts'
import { writeToyLanguages } from './support/toy-languages.ts'
import { until } from './support/until.ts'

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))

it('builds the starters while it serves, and reports the progress of each', async () => {
  using registry = await HeldRegistry.start()
  await using toys = await writeToyLanguages({ quick: 'FROM sandrun/base-base\n', held: `FROM ${registry.image}\n` })
  const [quick, held] = [toys.id('quick'), toys.id('held')]
  await using service = await startService({
    SANDRUN_LANGUAGES_DIR: toys.folder,
    SANDRUN_STARTERS: `${quick},${held}`,
    SANDRUN_BUILD: 'starters',
  })
  const languages = async (): Promise<LanguageInfo[]> => {
    const response = await fetch(new URL('/v1/languages', service.url))
    return LanguagesResponseSchema.parse(await response.json()).languages
  }
  const find = async (id: string): Promise<LanguageInfo | undefined> => (await languages()).find((one) => one.id === id)

  await expect
    .poll(() => find(quick), { timeout: 60_000 })
    .toMatchObject({ available: true, version: expect.anything() })
  expect((await find(quick))?.build).toBeUndefined()
  const result = await post(service, { language: quick, code: 'echo meanwhile' })
  expect(result).toMatchObject({ verdict: 'ok', run: { stdout: 'meanwhile\n' } })
  // A starter is kept warm, whatever its pack says.
  await expect.poll(async () => (await find(quick))?.warm).toBeGreaterThan(0)

  expect(await find(held)).toMatchObject({ available: false, build: 'building' })
  await expect(post(service, { language: held, code: 'true' })).rejects.toThrow('still being built')
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, 'languages', '--url', service.url.origin])
  expect(stdout).toMatch(new RegExp(`^${held} .* building$`, 'm'))

  registry.release()
  await until('the other one is stopped', () => service.log.some((line) => line.includes('could not be built')))
  await expect.poll(async () => (await find(held))?.build).toBeUndefined()
  await expect(post(service, { language: held, code: 'true' })).rejects.toThrow('is not built')
})

it('stops building with the service', async () => {
  using registry = await HeldRegistry.start()
  await using toys = await writeToyLanguages({ held: `FROM ${registry.image}\n` })
  const service = await startService({
    SANDRUN_LANGUAGES_DIR: toys.folder,
    SANDRUN_STARTERS: toys.id('held'),
    SANDRUN_BUILD: 'starters',
  })
  await service[Symbol.asyncDispose]()
  expect(service.log.join('')).not.toContain('could not be built')
})
