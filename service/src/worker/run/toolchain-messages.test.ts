import { DEFAULT_COMPILE_LIMITS, type PhaseResult } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { type EndedPhase, readToolchainMessages } from './toolchain-messages.ts'

const RESULT: PhaseResult = {
  stdout: '',
  stderr: '',
  exitCode: 1,
  signal: null,
  wallMs: 1,
  cpuMs: 1,
  memoryKb: 1,
  memorySource: 'rss',
  truncated: { stdout: 0, stderr: 0 },
}
const PATTERNS = {
  outOfMemory: '^OutOfMemory',
  compilerFailed: '^internal error.*$',
  missingLibrary: "^no library '(?<name>\\w+)'",
  libraries: ['numbers', 'text'],
  syntaxError: '^(?<file>[^:\\n]+):(?<line>\\d+): (?<message>syntax .*)',
}
const COMPILE_ERROR = { verdict: 'compile-error', message: 'The program does not compile.' } as const
const RUNTIME_ERROR = { verdict: 'runtime-error', message: 'Exited with code 1.' } as const

const ended = (result: Partial<PhaseResult>, atTerminal = false): EndedPhase => ({
  result: { ...RESULT, ...result },
  manifest: PATTERNS,
  limits: DEFAULT_COMPILE_LIMITS,
  entry: 'main.toy',
  atTerminal,
  elsewhere: (library) => (library === 'tables' ? [{ id: 'toy-plus', name: 'Toy (plus)' }] : []),
})

it.each<[string, Partial<PhaseResult>, object]>([
  [
    'the disk before its own failure',
    { stderr: 'internal error\nNo space left on device\n' },
    { verdict: 'disk-limit' },
  ],
  ['a file that grew too large', { stdout: 'as: File too large\n' }, { message: expect.stringContaining('64 MB') }],
  ['memory', { stderr: 'OutOfMemory\n' }, { verdict: 'memory-limit', message: expect.stringMatching(/^Compiling/) }],
  [
    'its own failure, even in a long message',
    { stderr: `internal error 7\n${'at x\n'.repeat(100_000)}` },
    { verdict: 'compile-error', message: 'The compiler failed: internal error 7' },
  ],
  ['a crash below a shell', { exitCode: 139 }, { message: 'The compiler failed: it crashed.' }],
  [
    'a missing library',
    { stderr: "main.toy:1: see\nno library 'dates': install it\n" },
    {
      message:
        'The program does not compile: "dates" is not in this sandbox, which can\'t fetch libraries and has no screen. It has: numbers, text.',
    },
  ],
  [
    'a library that another language has',
    { stderr: "no library 'tables'" },
    {
      message: 'The program does not compile: "tables" is not in this sandbox, but in Toy (plus).',
      missingLibrary: { name: 'tables', languages: ['toy-plus'] },
    },
  ],
  ['a mistake', { stderr: 'main.toy:1: syntax error\n' }, COMPILE_ERROR],
  ['nothing in bytes that are not text', { stderr: { base64: '/w==' } }, COMPILE_ERROR],
  [
    'its own failure at a terminal',
    { stdout: '\u001b[1minternal error\u001b[0m 7\r\n' },
    { message: 'The compiler failed: internal error 7' },
  ],
])('a compiler tells %s', (_what, result, expected) => {
  expect(readToolchainMessages(COMPILE_ERROR, ended(result))).toMatchObject(expected)
})

it.each<[string, Partial<PhaseResult>, boolean, object]>([
  [
    'where it cannot read the program',
    { stderr: 'main.toy:3: syntax is wrong\n' },
    false,
    {
      message: 'Exited with code 1: syntax error, line 3.',
      syntaxError: { file: 'main.toy', line: 3, column: null, message: 'syntax is wrong' },
    },
  ],
  [
    'the same at a terminal, in colours',
    { stdout: '\u001b[1mother.toy\u001b[0m:3: syntax is wrong\r\n' },
    true,
    { message: 'Exited with code 1: syntax error, other.toy, line 3.' },
  ],
  [
    'a missing library, at a terminal',
    { stdout: "\u001b[31mno library '\u001b[1mdates\u001b[0m'\r\n" },
    true,
    { message: expect.stringMatching(/^Exited with code 1: "dates" is not in this sandbox/) },
  ],
  ['memory, at a terminal', { stdout: '\u001b[31mOutOfMemory\u001b[0m\r\n' }, true, { verdict: 'memory-limit' }],
  ['nothing of it after other output', { stderr: 'hello\nmain.toy:3: syntax is wrong\n' }, false, RUNTIME_ERROR],
  ['the disk', { stderr: 'OSError: [Errno 28] No space left on device\n' }, false, { verdict: 'disk-limit' }],
  ['nothing of the disk on stdout', { stdout: 'No space left on device\n' }, false, RUNTIME_ERROR],
])('an interpreter tells %s', (_what, result, atTerminal, expected) => {
  expect(readToolchainMessages(RUNTIME_ERROR, ended(result, atTerminal))).toMatchObject(expected)
})

it('ignores words if a limit or the program itself has settled the result', () => {
  const words = { stderr: 'main.toy:3: syntax is wrong\nNo space left on device\n' }
  for (const verdict of ['ok', 'cpu-limit', 'memory-limit'] as const) {
    expect(readToolchainMessages({ verdict, message: 'settled' }, ended(words))).toEqual({
      verdict,
      message: 'settled',
    })
  }
})
