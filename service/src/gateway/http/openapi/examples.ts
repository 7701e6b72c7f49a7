import type { ErrorResponseSchema, PostedRunSchema, RunRecord, RunResult } from '@sandrun/shared'
import type * as z from 'zod/mini'

/**
 * A request and its answer. Ids, times, sizes and versions differ from run to run; the rest is exact, and a test
 * compares each example with a real service.
 */
export interface Example {
  name: string
  summary: string
  /** The id of the operation. */
  operation: 'run'
  query: string
  request: z.infer<typeof PostedRunSchema>
  status: number
  response: RunResult | RunRecord | z.infer<typeof ErrorResponseSchema>
}

const id = '5f0c1f1e-6f0b-4c80-9d3c-0f4f6c1b2a3d'
const usage = {
  wallMs: 11.8,
  cpuMs: 9.7,
  memoryKb: 9300,
  memorySource: 'rss',
  truncated: { stdout: 0, stderr: 0 },
} as const
const facts = { id, warnings: [], warm: true, queuedMs: 0, startedAt: '2026-11-21T12:00:00.000Z' }

export const EXAMPLES: readonly Example[] = [
  {
    name: 'hello',
    summary: 'A program that reads its standard input',
    operation: 'run',
    query: '',
    request: { language: 'python', code: 'print(input()[::-1])', stdin: 'sandrun' },
    status: 200,
    response: {
      ...facts,
      language: 'python',
      version: '3.13.5',
      verdict: 'ok',
      message: 'Exited with code 0 after 0.0118 s.',
      run: { stdout: 'nurdnas\n', stderr: '', exitCode: 0, signal: null, ...usage },
    },
  },
  {
    name: 'files',
    summary: 'Several files, arguments, and an exit code',
    operation: 'run',
    query: '',
    request: {
      language: 'bash',
      entry: 'main.sh',
      files: [
        { path: 'main.sh', content: '. lib/greet.sh; greet "$1"; exit 3' },
        { path: 'lib/greet.sh', content: 'greet() { echo "Hello, $1"; }' },
      ],
      args: ['Ada'],
    },
    status: 200,
    response: {
      ...facts,
      language: 'bash',
      version: '5.2.37',
      verdict: 'runtime-error',
      message: 'Exited with code 3.',
      run: { stdout: 'Hello, Ada\n', stderr: '', exitCode: 3, signal: null, ...usage },
    },
  },
  {
    name: 'cases',
    summary: 'One program, judged by several inputs',
    operation: 'run',
    query: '',
    request: {
      language: 'python',
      code: 'print(int(input()) * 2)',
      cases: [
        { name: 'one', stdin: '1', expected: '2' },
        { name: 'two', stdin: '2', expected: '5' },
      ],
    },
    status: 200,
    response: {
      ...facts,
      language: 'python',
      version: '3.13.5',
      verdict: 'wrong-answer',
      message: '1 of 2 cases passed; "two": The output is not as expected.',
      cases: [
        {
          name: 'one',
          verdict: 'accepted',
          message: 'The output is as expected.',
          run: { stdout: '2\n', stderr: '', exitCode: 0, signal: null, ...usage },
        },
        {
          name: 'two',
          verdict: 'wrong-answer',
          message: 'The output is not as expected.',
          run: { stdout: '4\n', stderr: '', exitCode: 0, signal: null, ...usage },
        },
      ],
    },
  },
  {
    name: 'job',
    summary: 'A job: the answer does not wait for its end',
    operation: 'run',
    query: '?wait=false',
    request: { language: 'bash', code: 'sleep 1; echo done' },
    status: 202,
    response: { id, language: 'bash', state: 'queued', createdAt: '2026-11-21T12:00:00.000Z', timeline: [] },
  },
  {
    name: 'tooMuch',
    summary: 'A limit above the maximum',
    operation: 'run',
    query: '',
    request: { language: 'python', code: 'print(1)', limits: { memoryMb: 100_000 } },
    status: 400,
    response: {
      error: {
        code: 'limit-too-high',
        message: '"limits.memoryMb": 100000 is more than the maximum, 2048.',
        hint: 'Ask for less, or ask the operator to raise the maximum.',
        field: 'limits.memoryMb',
        retryable: false,
      },
      requestId: '0d9c1a52-5c0e-4f6c-8d3b-6e3a4b1f2c9e',
    },
  },
]
