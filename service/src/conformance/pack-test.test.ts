import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunResult } from '@sandrun/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkCase, type PackCase, readPackTests } from './pack-test.ts'
import { createTestPack } from './test-pack.ts'

const pack = createTestPack('toy', { diagnostics: [{ pattern: '^(?<file>[^:]+):(?<line>\\d+): (?<message>.*)$' }] })

function check(expected: Partial<PackCase['expect']>): string[] {
  const phase = { exitCode: 3, signal: null, wallMs: 1, cpuMs: 1, memoryKb: 1, memorySource: 'rss' as const }
  const result: RunResult = {
    id: '1',
    language: 'toy',
    version: '1',
    verdict: 'runtime-error',
    message: '',
    compile: { ...phase, exitCode: 0, stdout: '', stderr: 'hm:\n', truncated: { stdout: 0, stderr: 0 } },
    run: { ...phase, stdout: 'out\n', stderr: 'main.toy:3: boom\n', truncated: { stdout: 0, stderr: 0 } },
    warnings: [],
    warm: true,
    queuedMs: 0,
    startedAt: '',
  }
  const packCase = {
    name: 'x',
    title: 'x',
    request: { language: 'toy' },
    expect: { verdict: 'runtime-error' as const, ...expected },
  }
  return checkCase(packCase, pack, result)
}

it('finds nothing wrong if all is as expected', () => {
  const diagnostic = { file: 'main.toy', line: 3, severity: 'error' as const }
  expect(check({ exitCode: 3, stdout: 'out\n', stdoutIncludes: ['ou'], stderrIncludes: ['boom'], diagnostic })).toEqual(
    [],
  )
})

it.each([
  [{ verdict: 'ok' as const }, 'verdict is "runtime-error" instead of "ok"'],
  [{ exitCode: 0 }, 'exit code is 3 instead of 0'],
  [{ signal: 'SIGSEGV' }, 'signal is null instead of "SIGSEGV"'],
  [{ stdout: 'out' }, 'stdout is "out\\n" instead of "out"'],
  [{ stderr: '' }, 'stderr is "main.toy:3: boom\\n" instead of ""'],
  [{ stdoutIncludes: ['in'] }, 'stdout "out\\n" lacks "in"'],
  [{ stderrIncludes: ['bang'] }, 'stderr "main.toy:3: boom\\n" lacks "bang"'],
  [{ compiler: '' }, 'compiler is "hm:\\n" instead of ""'],
  [{ compilerIncludes: ['ha'] }, 'compiler "hm:\\n" lacks "ha"'],
  [{ diagnostic: { file: 'main.toy', line: 4 } }, 'no diagnostic {"file":"main.toy","line":4}'],
])('reports a difference: %j', (expected, message) => {
  expect(check(expected)).toEqual([expect.stringContaining(message)])
})

describe('readPackTests', () => {
  let folder = ''

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pack-tests-'))
    await mkdir(join(folder, 'tests/args'), { recursive: true })
  })
  afterEach(() => rm(folder, { recursive: true }))

  const write = (file: string, json: object): Promise<void> =>
    writeFile(join(folder, 'tests/args', file), JSON.stringify(json))
  const read = (): Promise<unknown> => readPackTests({ ...createTestPack('toy'), folder })

  it('reads a program with its expected result', async () => {
    await write('case.json', { title: 'Takes arguments', args: ['x'], expect: { verdict: 'ok' } })
    await write('main.toy', {})
    const request = { language: 'toy', args: ['x'], cache: false, files: [{ path: 'main.toy', content: '{}' }] }
    await expect(read()).resolves.toEqual({
      cases: [{ name: 'args', title: 'Takes arguments', request, expect: { verdict: 'ok' } }],
      lacks: new Map(),
    })
  })

  it('reads why a proof is missing', async () => {
    await write('lacks.json', { reason: 'Toys take no arguments.' })
    await expect(read()).resolves.toEqual({ cases: [], lacks: new Map([['args', 'Toys take no arguments.']]) })
  })

  it.each([
    ['case.json', { title: 'x', expect: { verdict: 'fine' } }, '"expect.verdict": '],
    ['case.json', { title: 'x', sample: 'no.toy', expect: { verdict: 'ok' } }, '"sample": there is no file "no.toy"'],
    ['lacks.json', { because: 'x' }, '"reason": '],
  ])('names file and field of a bad %s: %j', async (file, json, message) => {
    await write(file, json)
    await expect(read()).rejects.toThrow(`${join(folder, 'tests/args', file)}: ${message}`)
  })
})
