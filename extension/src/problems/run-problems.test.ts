import type { RunResult } from '@sandrun/shared'
import { describe, expect, it } from 'vitest'
import { problemsOf } from './run-problems.ts'

const patterns = [{ pattern: String.raw`^(?<file>[^:\n]+):(?<line>\d+):(?:(?<column>\d+):)? (?<message>.*)$` }]
const sources = new Map([
  ['main.x', { uri: 'test:/main.x', text: '  one two\n\tthree', firstLine: 10, firstColumn: 0 }],
])

/** A phase that printed this. */
function phase(stdout: string, stderr = ''): NonNullable<RunResult['run']> {
  return {
    stdout,
    stderr,
    exitCode: 1,
    signal: null,
    wallMs: 1,
    cpuMs: 1,
    memoryKb: 1,
    memorySource: 'rss',
    truncated: { stdout: 0, stderr: 0 },
  }
}

describe('problemsOf', () => {
  it('finds the word at a column, and the whole text of a line without a column', () => {
    const compile = phase('main.x:1:7: oh\r\nmain.x:2: no\r\n')
    expect(problemsOf({ verdict: 'compile-error', compile }, patterns, sources)).toEqual([
      { uri: 'test:/main.x', span: { line: 10, start: 6, end: 9 }, severity: 'error', message: 'oh' },
      { uri: 'test:/main.x', span: { line: 11, start: 1, end: 6 }, severity: 'error', message: 'no' },
    ])
  })

  it('stays within the file if a tool counts differently', () => {
    const compile = phase('main.x:1:99: far\nmain.x:99:1: beyond\nmain.x:0:0: before')
    const spans = problemsOf({ verdict: 'compile-error', compile }, patterns, sources).map(({ span }) => span)
    expect(spans).toEqual([
      { line: 10, start: 2, end: 9 },
      { line: 108, start: 0, end: 0 },
      { line: 10, start: 0, end: 1 },
    ])
  })

  it('reads through terminal colours, from both channels, each message once', () => {
    const compile = phase('\x1b[1mmain.x:1:3: \x1b[31moh\x1b[0m\n', 'main.x:1:3: oh\nstdio.h:1:1: not ours\n')
    const messages = problemsOf({ verdict: 'ok', compile }, patterns, sources).map(({ message }) => message)
    expect(messages).toEqual(['oh'])
  })

  it('counts the messages of a program as problems only if it failed on its own', () => {
    const run = phase('', 'main.x:1:3: oh\n')
    const count = (verdict: RunResult['verdict'], signal: string | null = null): number =>
      problemsOf({ verdict, run: { ...run, signal } }, patterns, sources).length
    expect([count('runtime-error'), count('runtime-error', 'SIGINT'), count('ok'), count('cancelled')]).toEqual([
      1, 0, 0, 0,
    ])
  })
})
