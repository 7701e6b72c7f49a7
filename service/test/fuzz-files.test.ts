import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { configPath } from '../src/cli/config/config-path.ts'
import { readUserConfig } from '../src/cli/config/user-config.ts'
import { readCases } from '../src/cli/run/case-files.ts'
import { EnvironmentSchema } from '../src/settings/environment-schema.ts'
import { readConfig } from '../src/settings/environment.ts'
import { readConfigFile } from '../src/settings/file.ts'
import { damaged, faultOf, FUZZING_TIMEOUT_MS, spoilt } from './support/fuzzing.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandrun-fuzz-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** What a file may hold in the place of this document: other values, bytes that changed, anything. */
function contents(document: object): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    damaged(document).map((made) => Buffer.from(JSON.stringify(made) ?? '')),
    spoilt(fc.constant(Buffer.from(JSON.stringify(document)))),
    fc.uint8Array(),
  )
}

/** Reads a file with each of these contents, and describes the first fault. */
function faultOfFile(document: object, path: string, read: (path: string) => unknown): Promise<string | null> {
  return faultOf(contents(document), async (bytes) => {
    await writeFile(path, bytes)
    await read(path)
  })
}

const timeout = FUZZING_TIMEOUT_MS

it('a file of cases is read, or its fault reported', { timeout }, async () => {
  const cases = { cases: [{ name: 'a', stdin: '1', args: ['b'], expected: '2' }], compare: { float: 1e-6 } }
  expect(await faultOfFile(cases, join(folder, 'a.cases.json'), readCases)).toBeNull()
})

it('a folder of cases is read, or its fault reported', { timeout }, async () => {
  const cases = join(folder, 'cases')
  await mkdir(cases)
  await writeFile(join(cases, '1.in'), 'input')
  expect(await faultOfFile({ line: 1 }, join(cases, '1.out'), () => readCases(cases))).toBeNull()
})

it("a person's settings are read, or their fault reported", { timeout }, async () => {
  const environment = { HOME: folder, XDG_CONFIG_HOME: folder }
  const path = configPath(environment)
  await mkdir(dirname(path), { recursive: true })
  const settings = { url: 'https://runs.example', token: 'x', color: 'auto' }
  expect(await faultOfFile(settings, path, () => readUserConfig(environment))).toBeNull()
})

it("the service's settings are read from a file, or their fault reported", { timeout }, async () => {
  const settings = {
    PORT: 8080,
    SANDRUN_WARM: 'none',
    SANDRUN_CAPS: { running: 3 },
    SANDRUN_ORIGINS: ['https://a.example'],
  }
  const known = Object.keys(EnvironmentSchema.shape)
  const read = (path: string): unknown => readConfig({ SANDRUN_CONFIG: path }) && readConfigFile(path, known)
  expect(await faultOfFile(settings, join(folder, 'service.json'), read)).toBeNull()
})
