import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RunListSchema } from '@sandrun/shared'
import { type BadProgram, APIS } from './support/apis.ts'
import { startService, type TestService } from './support/service.ts'

let service: TestService

beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

const file = (path: string) => ({ path, content: 'print(1)' })
const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at))

/** Requests that every API must refuse, and the field at fault, under each of its names. */
const BAD: readonly (readonly [what: string, asked: BadProgram, names: RegExp])[] = [
  ['a NUL in the name of a file', { files: [file('a\0.py')] }, /files\[0\]\.(path|name)/],
  ['a path out of the work directory', { files: [file('main.py'), file('../b.py')] }, /files\[1\]\.(path|name)/],
  ['an absolute path', { files: [file('main.py'), file('/etc/passwd')] }, /files\[1\]\.(path|name)/],
  ['a name of 300 bytes', { files: [file('main.py'), file('é'.repeat(150))] }, /files\[1\]\.(path|name)/],
  ['the same file twice', { files: [file('main.py'), file('a'), file('a')] }, /files\[2\]\.(path|name)/],
  ['1,001 files', { files: many(1001, (at) => file(`${at}.py`)) }, /files/],
  ['300 KB of paths', { files: many(600, (at) => file(`${at}/${'a/'.repeat(250)}b`)) }, /files/],
  ['no files at all', { files: [] }, /files|code/],
  ['a NUL in an argument', { args: ['fine', 'a\0b'] }, /args\[1\]|command_line_arguments|runargs/],
  ['5,000 arguments', { args: many(5000, String) }, /args|command_line_arguments|runargs/],
  ['an argument of 128 KiB', { args: ['a'.repeat(128 * 1024)] }, /args\[0\]|command_line_arguments|runargs/],
  [
    'an argument of 128 KiB in two bytes each',
    { args: ['é'.repeat(64 * 1024)] },
    /args\[0\]|command_line_arguments|runargs/,
  ],
  ['a megabyte of arguments', { args: many(100, () => 'a'.repeat(11_000)) }, /args|command_line_arguments|runargs/],
  ['a NUL in a variable', { env: { A: 'a\0b' } }, /env/],
  ['a variable named A=B', { env: { 'A=B': '1' } }, /env/],
  ['a variable without a name', { env: { '': '1' } }, /env/],
  ['a variable of 128 KiB', { env: { A: 'a'.repeat(128 * 1024 - 2) } }, /env/],
  ['a megabyte of variables', { env: Object.fromEntries(many(100, (at) => [`A${at}`, 'a'.repeat(11_000)])) }, /env/],
  ['1,001 variables', { env: Object.fromEntries(many(1001, (at) => [`A${at}`, ''])) }, /env/],
  ['a time of 0', { wallMs: 0 }, /limits\.wallMs|timeout|wall_time_limit|run_timeout/],
  ['a negative time', { wallMs: -1 }, /limits\.wallMs|timeout|wall_time_limit|run_timeout/],
  ['more time than the maximum', { wallMs: 86_400_000 }, /limits\.wallMs|timeout|wall_time_limit|run_timeout/],
  ['more time than a number can hold', { wallMs: 1e300 }, /limits\.wallMs|timeout|wall_time_limit|run_timeout/],
  ['a CPU time of 0', { cpuMs: 0 }, /limits\.cpuMs|cpuSeconds|cpu_time_limit/],
  ['1 MiB of memory', { memoryMb: 1 }, /limits\.memoryMb|memory_?limit|memoryMb/],
  ['more memory than the maximum', { memoryMb: 1_000_000 }, /limits\.memoryMb|memory_?limit|memoryMb/],
]

describe.each(APIS)('$name refuses', ({ ask, knows }) => {
  const sendable = BAD.filter(([, asked]) => Object.keys(asked).every((part) => knows.some((one) => one === part)))

  it.each(sendable)('%s', async (_what, asked, names) => {
    const { status, said } = await ask(service, asked)
    expect({ status, said }).toMatchObject({ status: expect.toSatisfy(isClientError) })
    expect(said).toMatch(names)
    expect(said).not.toMatch(/internal|frame|docker/i)
  })
})

it('accepted none of it, and reported no internal error', async () => {
  const response = await fetch(new URL('/v1/runs', service.url))
  expect(RunListSchema.parse(await response.json()).runs).toEqual([])
  expect(service.log.filter((line) => /"level":(50|60)/.test(line))).toEqual([])
  expect((await fetch(new URL('/readyz', service.url))).status).toBe(200)
})

/** APIs without a status have only the message. */
function isClientError(status: number | null): boolean {
  return status === null || (status >= 400 && status < 500)
}
