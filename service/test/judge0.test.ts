import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startReceiver } from './support/receiver.ts'
import { startService, type TestService } from './support/service.ts'

const PYTHON = 71
const C = 50

let service: TestService

beforeAll(async () => {
  service = await startService({ SANDRUN_WEBHOOK_NETWORKS: '127.0.0.0/8' })
})
afterAll(() => service[Symbol.asyncDispose]())

async function call(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(new URL(`/judge0${path}`, service.url), {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  return { status: response.status, body: await response.json() }
}

const run = async (submission: object, query = ''): Promise<unknown> =>
  (await call('POST', `/submissions?wait=true${query}`, submission)).body

const base64 = (text: string): string => Buffer.from(text).toString('base64')

async function tokenOf(submission: object): Promise<string> {
  const { status, body } = await call('POST', '/submissions', submission)
  expect(status).toBe(201)
  return (body as { token: string }).token
}

async function ended(token: string, query = ''): Promise<Record<string, unknown>> {
  let body: Record<string, unknown> = {}
  await expect
    .poll(async () => {
      body = (await call('GET', `/submissions/${token}${query}`)).body as Record<string, unknown>
      return (body['status'] as { id: number }).id
    })
    .toBeGreaterThan(2)
  return body
}

describe('a submission', () => {
  it("is answered with Judge0's fields", async () => {
    const answer = await run({ language_id: PYTHON, source_code: 'print("hello, " + input())', stdin: 'world' })
    expect(answer).toEqual({
      stdout: 'hello, world\n',
      stderr: null,
      compile_output: null,
      message: null,
      time: expect.stringMatching(/^\d+(\.\d+)?$/),
      memory: expect.any(Number),
      token: expect.stringMatching(/^[0-9a-f-]{36}$/),
      status: { id: 3, description: 'Accepted' },
    })
  })

  it.each([
    ['accepted', { source_code: 'print(1)', expected_output: '1' }, 3],
    ['wrong', { source_code: 'print(1)', expected_output: '2' }, 4],
    ['out of time', { source_code: 'while True: pass', cpu_time_limit: 0.3 }, 5],
    ['out of wall time', { source_code: 'import time; time.sleep(9)', wall_time_limit: '0.3' }, 5],
    ['no program', { language_id: C, source_code: 'int main( {' }, 6],
    ['a null pointer', { language_id: C, source_code: 'int main() { return *(volatile int *)0; }' }, 7],
    [
      'a division by zero',
      { language_id: C, source_code: 'int main() { volatile int zero = 0; return 7 / zero; }' },
      9,
    ],
    ['an abort', { language_id: C, source_code: 'void abort(void); int main() { abort(); }' }, 10],
    ['an exit code', { source_code: 'raise SystemExit(3)' }, 11],
    ['killed', { source_code: 'import os; os.kill(os.getpid(), 9)' }, 12],
  ])('that is %s has its status', async (_what, submission, id) => {
    expect(await run({ language_id: PYTHON, ...submission })).toMatchObject({ status: { id } })
  })

  it('reports exit code, signal and message', async () => {
    const fields = '&fields=exit_code,exit_signal,message,language_id'
    expect(await run({ language_id: PYTHON, source_code: 'raise SystemExit(3)' }, fields)).toEqual({
      exit_code: 3,
      exit_signal: null,
      message: 'Exited with error status 3',
      language_id: PYTHON,
    })
    expect(
      await run({ language_id: C, source_code: 'int main() { return *(volatile int *)0; }' }, fields),
    ).toMatchObject({
      exit_signal: 11,
      message: 'Caught fatal signal 11',
    })
  })

  it('accepts and returns base64', async () => {
    const submission = { language_id: PYTHON, source_code: base64('print(input())'), stdin: base64('ü') }
    expect(await run(submission, '&base64_encoded=true')).toMatchObject({ stdout: `${base64('ü\n')}\n` })
  })

  it('with binary output is returned only in base64', async () => {
    const submission = { language_id: PYTHON, source_code: 'import os; os.write(1, b"\\xff")' }
    const token = await tokenOf(submission)
    expect(await ended(token, '?base64_encoded=true')).toMatchObject({ stdout: '/w==\n' })
    expect(await call('GET', `/submissions/${token}`)).toEqual({
      status: 400,
      body: { error: expect.stringContaining('use base64_encoded=true') },
    })
  })

  it('runs as often as requested, and ends with the first failure', async () => {
    const source_code = 'print(open("n", "a").tell())'
    const fields = '&fields=stdout,number_of_runs,status_id'
    expect(await run({ language_id: PYTHON, source_code, number_of_runs: 3, expected_output: '0' }, fields)).toEqual({
      stdout: '0\n',
      number_of_runs: 3,
      status_id: 3,
    })
  })

  it('has its files, its arguments, and both channels as one', async () => {
    // Made with `zip` from one file, more/data.txt, which contains "from the archive".
    const additional_files =
      'UEsDBBQAAAAAAAAAIVym38+IEAAAABAAAAANAAAAbW9yZS9kYXRhLnR4dGZyb20gdGhlIGFyY2hpdmVQSwECFAMUAAAAAAAAACFcpt/PiBAAAAAQAAAADQAAAAAAAAAAAAAAgAEAAAAAbW9yZS9kYXRhLnR4dFBLBQYAAAAAAQABADsAAAA7AAAAAAA='
    const source_code = `
import sys
sys.stdout.write(f"{open('more/data.txt').read()} {sys.argv[1:]}\\n")
print("among errors", file=sys.stderr)`
    const submission = {
      language_id: PYTHON,
      source_code,
      additional_files,
      command_line_arguments: `a "b c"`,
      redirect_stderr_to_stdout: true,
    }
    const answer = await run(submission)
    expect(answer).toMatchObject({ stdout: expect.stringContaining("from the archive ['a', 'b c']\n"), stderr: null })
    expect(answer).toMatchObject({ stdout: expect.stringContaining('among errors\n') })
  })

  it('gives the compiler its options, and returns its messages', async () => {
    const source_code = '#include <stdio.h>\nint main() { int unused; puts(WORD); }'
    const compiler_options = `-Wall '-DWORD="by option"'`
    expect(await run({ language_id: C, source_code, compiler_options })).toMatchObject({
      stdout: 'by option\n',
      compile_output: expect.stringContaining('unused variable'),
    })
  })
})

describe('a submission that is not waited for', () => {
  it('is found by its token until it is deleted', async () => {
    const token = await tokenOf({ language_id: PYTHON, source_code: 'print(7)' })
    expect(await ended(token)).toMatchObject({ token, stdout: '7\n' })
    expect(await ended(token, '?fields=*')).toMatchObject({
      source_code: null,
      language: { id: PYTHON, name: expect.stringMatching(/^Python \(3/) },
      finished_at: expect.stringMatching(/^2.*Z$/),
      stack_limit: 8192,
    })
    const { body } = await call('GET', '/submissions?fields=token&per_page=1')
    expect(body).toMatchObject({ submissions: [{ token }], meta: { current_page: 1, total_count: expect.any(Number) } })
    expect(await call('DELETE', `/submissions/${token}`)).toMatchObject({ status: 200, body: { stdout: 'Nwo=\n' } })
    expect((await call('GET', `/submissions/${token}`)).status).toBe(404)
  })

  it('may come in batches', async () => {
    const submissions = [
      { language_id: PYTHON, source_code: 'print(1)' },
      { language_id: PYTHON },
      { language_id: 150_000, source_code: 'x' },
    ]
    const { status, body } = await call('POST', '/submissions/batch', { submissions })
    expect(status).toBe(201)
    expect(body).toEqual([
      { token: expect.any(String) },
      { source_code: ["can't be blank"] },
      { language_id: ["language with id 150000 doesn't exist"] },
    ])
    const [{ token }] = body as [{ token: string }]
    await ended(token)
    expect((await call('GET', `/submissions/batch?tokens=${token},nobody&fields=stdout`)).body).toEqual({
      submissions: [{ stdout: '1\n' }, null],
    })
    expect((await call('POST', '/submissions/batch', { submissions: [{}] })).status).toBe(422)
    expect((await call('POST', '/submissions/batch', {})).status).toBe(400)
  })

  it('calls its callback with PUT, in base64', async () => {
    await using receiver = await startReceiver()
    const token = await tokenOf({ language_id: PYTHON, source_code: 'print(7)', callback_url: receiver.url })
    await expect.poll(() => receiver.deliveries.length).toBe(1)
    expect(receiver.deliveries[0]?.method).toBe('PUT')
    expect(JSON.parse(receiver.deliveries[0]?.body ?? '')).toMatchObject({
      token,
      stdout: 'Nwo=\n',
      status: { id: 3, description: 'Accepted' },
    })
  })
})

describe('a refused submission', () => {
  const good = { language_id: PYTHON, source_code: 'print(1)' }

  it.each([
    [{ language_id: PYTHON }, { source_code: ["can't be blank"] }],
    [{ source_code: 'x' }, { language_id: ["can't be blank"] }],
    [{ ...good, language_id: 44 }, { language_id: ["language with id 44 doesn't exist"] }],
    [{ ...good, enable_network: true }, { enable_network: ['this option cannot be enabled'] }],
    [{ ...good, cpu_time_limit: 0 }, { cpu_time_limit: ['must be greater than 0'] }],
    [{ ...good, cpu_time_limit: 61 }, { cpu_time_limit: ['must be less than or equal to 60'] }],
    [{ ...good, wall_time_limit: 'soon' }, { wall_time_limit: ['is not a number'] }],
    [{ ...good, memory_limit: 1 }, { memory_limit: ['must be greater than or equal to 16384'] }],
    [{ ...good, stack_limit: 8193 }, { stack_limit: ['must be less than or equal to 8192'] }],
    [{ ...good, number_of_runs: 21 }, { number_of_runs: ['must be less than or equal to 20'] }],
    [{ ...good, compiler_options: '-O2' }, { compiler_options: [expect.stringContaining('not allowed for Python')] }],
    [{ ...good, additional_files: 'bm8=' }, { additional_files: [expect.stringContaining('is not a zip archive')] }],
    [{ ...good, command_line_arguments: '"' }, { command_line_arguments: [expect.stringContaining('quote')] }],
  ])('has the errors of Judge0: %j', async (submission, body) => {
    expect(await call('POST', '/submissions?wait=true', submission)).toEqual({ status: 422, body })
  })

  it('names unknown fields', async () => {
    expect(await call('POST', '/submissions?fields=stdout,nope', good)).toEqual({
      status: 400,
      body: { error: 'invalid fields: [nope]' },
    })
  })
})

describe("Judge0's lists", () => {
  it('have languages under their ids, statuses and limits', async () => {
    const { body } = await call('GET', '/languages')
    expect(body).toEqual(expect.arrayContaining([{ id: 71, name: expect.stringMatching(/^Python \(3/) }]))
    expect((await call('GET', '/languages/92')).body).toMatchObject({ id: 92, source_file: 'main.py' })
    expect((await call('GET', '/languages/1')).status).toBe(404)
    expect((await call('GET', '/statuses')).body).toHaveLength(14)
    expect((await call('GET', '/config_info')).body).toMatchObject({
      max_cpu_time_limit: 60,
      allow_enable_network: false,
    })
    expect((await call('GET', '/workers')).body).toEqual([expect.objectContaining({ queue: 'default', working: 0 })])
    expect((await call('GET', '/statistics')).body).toMatchObject({ submissions: { total: expect.any(Number) } })
  })

  it('are at the root if the operator says so, with tokens in its header', async () => {
    const token = 'a-token-of-the-test'
    await using own = await startService({ SANDRUN_COMPAT: 'judge0', SANDRUN_TOKEN: token })
    const response = await fetch(new URL('/submissions?wait=true', own.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-auth-token': token },
      body: JSON.stringify({ language_id: PYTHON, source_code: 'print(1)' }),
    })
    expect(await response.json()).toMatchObject({ stdout: '1\n' })
    const languages: unknown = await (await fetch(new URL('/languages', own.url))).json()
    expect(languages).toEqual(expect.arrayContaining([expect.objectContaining({ id: 71 })]))
    expect((await fetch(new URL('/submissions', own.url))).status).toBe(401)
  })
})
