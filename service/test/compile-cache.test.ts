import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LanguagesResponseSchema, type RunRequest, type RunResult, RunResultSchema, toLossyText } from '@sandrun/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, post, startService, type TestService, watch } from './support/service.ts'

let directory: string
let service: TestService

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'compiled-'))
  service = await startService({ SANDRUN_COMPILE_CACHE_DIR: directory, SANDRUN_COMPILE_CACHE_MB: '256' })
})
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await rm(directory, { recursive: true })
})

/** A C program that was never compiled before. */
let programs = 0
const greeting = (): string =>
  `#include <stdio.h>\nint main(void) { int unused${++programs}; puts("hello"); return 3; }\n`

/** Runs it, then again until its compiled program is cached: the service stores that after its answer. */
async function again(request: RunRequest): Promise<RunResult> {
  let result = await post(service, request)
  await expect
    .poll(async () => {
      result = await post(service, request)
      return result.cached
    })
    .toBe(true)
  return result
}

describe('a program that was compiled before', () => {
  it('is not compiled again, and its client sees the same', async () => {
    const request = { language: 'c', code: greeting(), compileArgs: ['-Wall'] }
    const first = await post(service, request)
    expect(first.cached).toBeUndefined()
    expect(first.compile?.stderr).toContain('unused')
    const second = await again({ ...request, code: greeting() })
    expect(second.cached).toBe(true)
    expect(second).toMatchObject({ verdict: first.verdict, run: { stdout: 'hello\n', exitCode: 3 } })
    expect(second.compile).toMatchObject({
      exitCode: 0,
      wallMs: 0,
      cpuMs: 0,
      stderr: expect.stringContaining('unused'),
    })
  })

  it("is announced as cached, with the compiler's messages", async () => {
    const request = { language: 'c', code: greeting() }
    await again(request)
    using client = await connect(service)
    const phases: string[] = []
    const run = watch(client, request, { phase: (name, cached) => phases.push(`${name} ${cached}`) })
    await expect(run.result).resolves.toMatchObject({ cached: true, run: { exitCode: 3 } })
    expect(phases).toEqual(['compile true', 'run false'])
    expect(run.bytes('stderr').toString()).toContain('unused')
    expect(run.bytes('stdout').toString()).toBe('hello\n')
  })

  it("has the compiler's messages for a terminal there, and is the same program", async () => {
    const piped = { language: 'c', code: greeting(), collect: ['main'] }
    const tty = { cols: 80, rows: 24 }
    const first = await again(piped)
    const second = await again({ ...piped, tty })
    expect([first.cached, second.cached]).toEqual([true, true])
    expect(second.files).toEqual(first.files)
    expect(first.compile?.stderr).not.toContain('\r')
    expect(second.compile).toMatchObject({ stderr: '', stdout: expect.stringMatching(/unused.*\r\n/) })
    using client = await connect(service)
    const run = watch(client, { ...piped, tty })
    await expect(run.result).resolves.toMatchObject({ cached: true })
    expect(run.bytes('stdout').toString()).toBe(`${toLossyText(second.compile?.stdout ?? '')}hello\r\n`)
  })

  it('has the same messages in every compiled language that is built', { timeout: 600_000 }, async () => {
    const response = await fetch(new URL('/v1/languages', service.url))
    const { languages } = LanguagesResponseSchema.parse(await response.json())
    for (const { id, samples } of languages.filter(({ compiled, available }) => compiled && available)) {
      const code = samples.find(({ name }) => name === 'hello')?.code
      const result = await again({ language: id, code })
      expect(result).toMatchObject({ language: id, cached: true, verdict: 'ok', run: { stdout: 'Hello, world!\n' } })
    }
  })

  it('runs its cases without being compiled', async () => {
    const request = { language: 'c', code: greeting(), cases: [{ expected: 'hello' }, { expected: 'hello' }] }
    const { cached, cases } = await again(request)
    expect(cached).toBe(true)
    expect(cases).toMatchObject([
      { run: { stdout: 'hello\n', exitCode: 3 } },
      { run: { stdout: 'hello\n', exitCode: 3 } },
    ])
  })

  it('is unchanged, whatever it did to its own file when it ran', async () => {
    const code = [
      `#include <stdio.h>\n#include <sys/stat.h>\n// ${++programs}`,
      'int main(void) { puts("honest"); remove("main"); FILE *f = fopen("main", "w");',
      '  fputs("#!/bin/sh\\necho evil\\n", f); fclose(f); return chmod("main", 0755); }\n',
    ].join('\n')
    expect(await again({ language: 'c', code })).toMatchObject({ cached: true, run: { stdout: 'honest\n' } })
    expect(await post(service, { language: 'c', code })).toMatchObject({ cached: true, run: { stdout: 'honest\n' } })
  })
})

describe('a program is compiled', () => {
  it('if its sources, flags or variables differ, or on request', async () => {
    const request = { language: 'c', code: greeting() }
    await again(request)
    for (const change of [{ code: greeting() }, { compileArgs: ['-O0'] }, { env: { X: '1' } }, { cache: false }]) {
      expect((await post(service, { ...request, ...change })).cached).toBeUndefined()
    }
  })

  it('again for each principal', async () => {
    const token = 'a-token-of-a-test'
    const shared = {
      SANDRUN_COMPILE_CACHE_DIR: directory,
      SANDRUN_COMPILE_CACHE_MB: '256',
      SANDRUN_INSTANCE: service.instance,
    }
    await using other = await startService({ ...shared, SANDRUN_TOKEN: token })
    const request = { language: 'c', code: greeting() }
    const asToken = async (): Promise<RunResult> => {
      const response = await fetch(new URL('/v1/runs', other.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(request),
      })
      return RunResultSchema.parse(await response.json())
    }
    expect((await again(request)).cached).toBe(true)
    expect((await asToken()).cached).toBeUndefined()
    await expect.poll(async () => (await asToken()).cached).toBe(true)
  })

  it('if its stored copy is damaged', async () => {
    const before = await readdir(directory)
    const request = { language: 'c', code: greeting() }
    await again(request)
    const entry = (await readdir(directory)).find((name) => !before.includes(name)) ?? 'none'
    const bytes = await readFile(join(directory, entry))
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
    await writeFile(join(directory, entry), bytes)
    const result = await post(service, request)
    expect(result).toMatchObject({ verdict: 'runtime-error', run: { stdout: 'hello\n' } })
    expect(result.cached).toBeUndefined()
  })

  it('again if it did not compile', async () => {
    const request = { language: 'c', code: `int main(void) { return x${++programs}; }\n` }
    await post(service, request)
    expect(await post(service, request)).toMatchObject({ verdict: 'compile-error', compile: { exitCode: 1 } })
  })
})
