import type { PhaseResult, RunResult } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { problemsIn } from './problems.ts'

const language = {
  diagnostics: [
    {
      pattern: String.raw`^(?<file>[^:\n]+):(?<line>\d+):(?<column>\d+): (?<severity>error|warning): (?<message>.*)$`,
    },
  ],
}
const phase = (stderr: string): PhaseResult => ({
  stdout: '',
  stderr,
  exitCode: 1,
  signal: null,
  wallMs: 1,
  cpuMs: 1,
  memoryKb: 1,
  memorySource: 'rss',
  truncated: { stdout: 0, stderr: 0 },
})
const result = (part: Partial<RunResult>): RunResult => ({
  id: '1',
  language: 'c',
  version: '1',
  verdict: 'compile-error',
  message: '',
  warnings: [],
  warm: true,
  queuedMs: 0,
  startedAt: '',
  ...part,
})

it("finds the place through a compiler's colours", () => {
  const coloured = '\x1b[01m\x1b[K./main.c:2:5:\x1b[m\x1b[K \x1b[01;31m\x1b[Kerror: \x1b[m\x1b[Kno x\r\n'
  expect(problemsIn(result({ compile: phase(coloured) }), language, ['main.c'])).toEqual([
    { file: 'main.c', line: 2, column: 5, severity: 'error', message: 'no x' },
  ])
})

it("ignores files that are not the program's", () => {
  expect(problemsIn(result({ compile: phase('/usr/include/x.h:2:5: error: no\n') }), language, ['main.c'])).toEqual([])
})

it('trusts the compiler always, the program only if it failed', () => {
  const said = phase('main.c:1:1: warning: look\n')
  const found = (verdict: RunResult['verdict'], part: Partial<RunResult>): number =>
    problemsIn(result({ verdict, ...part }), language, ['main.c']).length
  expect(found('ok', { compile: said })).toBe(1)
  expect(found('ok', { run: said })).toBe(0)
  expect(found('runtime-error', { run: said })).toBe(1)
})

it('has fifty at most', () => {
  expect(
    problemsIn(result({ compile: phase('main.c:1:1: error: x\n'.repeat(80)) }), language, ['main.c']),
  ).toHaveLength(50)
})
