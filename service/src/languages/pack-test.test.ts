import { fileURLToPath } from 'node:url'
import type { RunResult } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { loadCatalog } from './catalog.ts'
import { checkCase, type PackCase, readPackCases } from './pack-test.ts'
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

it('finds nothing wrong with what is as expected', () => {
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
  [{ stdoutIncludes: ['in'] }, 'stdout "out\\n" lacks "in"'],
  [{ stderrIncludes: ['bang'] }, 'stderr "main.toy:3: boom\\n" lacks "bang"'],
  [{ diagnostic: { file: 'main.toy', line: 4 } }, 'no diagnostic {"file":"main.toy","line":4}'],
])('says what is not: %j', (expected, message) => {
  expect(check(expected)).toEqual([expect.stringContaining(message)])
})

it('finds the same proofs in every starter', async () => {
  const { packs } = await loadCatalog(fileURLToPath(new URL('../../../languages', import.meta.url)))
  const required =
    'args clock-random-threads endless-loop exit-3 file-io hello memory stderr stdin-eof stdin-lines stdin-terminal two-files uncaught-error unicode'
  for (const starter of packs.filter(({ manifest }) => manifest.starter)) {
    const names = (await readPackCases(starter)).map(({ name }) => name)
    expect([starter.manifest.id, ...names]).toEqual(
      expect.arrayContaining([starter.manifest.id, ...required.split(' ')]),
    )
    expect([starter.manifest.id, ...names].join(' ')).toMatch(/compile-error|syntax-error/)
  }
})
