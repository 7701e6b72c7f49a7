import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, TWO_OF_48_MB } from './support/adapter-calls.ts'
import { startService, type TestService } from './support/service.ts'

const PYTHON = 71

let service: TestService

beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

const call = (method: string, path: string, body?: object) => ask(service, method, `/judge0${path}`, body)
const submit = (submission: object, query = '') =>
  call('POST', `/submissions?wait=true${query}`, { language_id: PYTHON, source_code: 'print(1)', ...submission })
const run = async (submission: object, query = ''): Promise<unknown> => (await submit(submission, query)).body

it('describes itself without a token', async () => {
  await using own = await startService({ SANDRUN_TOKEN: 'a-token-of-the-test' })
  const open = ['/languages', '/languages/all', '/languages/71', '/statuses', '/config_info', '/version', '/about']
  for (const path of open) expect([path, (await ask(own, 'GET', `/judge0${path}`)).status]).toEqual([path, 200])
  for (const path of ['/workers', '/statistics', '/system_info', '/submissions']) {
    expect([path, (await ask(own, 'GET', `/judge0${path}`)).status]).toEqual([path, 401])
  }
  expect((await ask(own, 'GET', '/judge0/version')).body).toBe('1.13.1')
  expect((await call('GET', '/system_info')).body).toMatchObject({ 'CPU(s)': expect.any(String) })
})

it('lists up to 100 submissions on a page, and takes up to 20 at once', async () => {
  expect((await call('GET', '/submissions?per_page=100')).status).toBe(200)
  expect((await call('GET', '/submissions?per_page=101')).status).toBe(400)
  const submissions = Array.from({ length: 21 }, () => ({ language_id: PYTHON, source_code: '1' }))
  expect(await call('POST', '/submissions/batch', { submissions })).toMatchObject({
    status: 400,
    body: { error: 'number of submissions in a batch should be less than or equal to 20' },
  })
})

it('runs the one version of a language for each of its ids, and shows one of them', async () => {
  const version = 'import sys; print(sys.version)'
  const [first, second] = [await run({ source_code: version }), await run({ source_code: version, language_id: 92 })]
  expect((second as { stdout: string }).stdout).toBe((first as { stdout: string }).stdout)
  const { body } = await call('GET', '/languages')
  const names = (body as { name: string }[]).map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})

it.each([43, 44, 47, 89])('has no language with the id %i', async (language_id) => {
  expect(await submit({ language_id })).toMatchObject({ status: 422, body: { language_id: [expect.any(String)] } })
})

it('rounds limits up, and reports its maxima', async () => {
  const between = { cpu_time_limit: 1.0001, memory_limit: 65_537.5, max_file_size: 1.5, wall_time_limit: '5.00001' }
  expect(await run(between)).toMatchObject({ status: { id: 3 } })
  const { body } = await call('GET', '/config_info')
  const { max_memory_limit: most } = body as { max_memory_limit: number }
  expect(await submit({ memory_limit: most + 1 })).toMatchObject({
    status: 422,
    body: { memory_limit: [`must be less than or equal to ${most}`] },
  })
})

it('counts the memory of the whole sandbox', async () => {
  expect(await run({ source_code: TWO_OF_48_MB, memory_limit: 64 * 1024 })).toMatchObject({
    status: { id: 12 },
    message: expect.stringContaining('64 MB'),
  })
})

it('returns cpu_extra_time, without effect', async () => {
  const slow = { source_code: 'while True: pass', cpu_time_limit: 0.3, cpu_extra_time: 600 }
  expect(await run(slow, '&fields=status_id,cpu_extra_time')).toEqual({ status_id: 5, cpu_extra_time: 600 })
})

describe('refuses', () => {
  const cannot = 'this option cannot be enabled'
  it.each([
    ['the network', { enable_network: true }, { enable_network: [cannot] }],
    [
      'limits for each process',
      { enable_per_process_and_thread_time_limit: true },
      { enable_per_process_and_thread_time_limit: [cannot] },
    ],
    [
      'memory limits for each process',
      { enable_per_process_and_thread_memory_limit: true },
      { enable_per_process_and_thread_memory_limit: [cannot] },
    ],
    ['a stack of more than 8 MB', { stack_limit: 8193 }, { stack_limit: ['must be less than or equal to 8192'] }],
    [
      'both channels as one with an expected output',
      { redirect_stderr_to_stdout: true, expected_output: '1' },
      { redirect_stderr_to_stdout: [expect.stringContaining('expected_output')] },
    ],
    [
      'both channels as one with several runs',
      { redirect_stderr_to_stdout: true, number_of_runs: 2 },
      { redirect_stderr_to_stdout: [expect.stringContaining('more than one run')] },
    ],
  ])('%s', async (_what, submission, body) => {
    expect(await submit(submission)).toMatchObject({ status: 422, body })
  })
})

it.each([
  ['too much memory', { source_code: 'x = bytearray(2**30)' }, 12],
  ['too many bytes on the disk', { source_code: 'open("x", "wb").write(bytes(2**27))' }, 8],
])('with %s has its status', async (_what, submission, id) => {
  expect(await run(submission)).toMatchObject({ status: { id } })
})

it('returns none of the submitted texts', async () => {
  const given = { source_code: 'print(input())', stdin: 'in', expected_output: 'in' }
  expect(await run(given, '&fields=source_code,stdin,expected_output,additional_files,stdout')).toEqual({
    source_code: null,
    stdin: null,
    expected_output: null,
    additional_files: null,
    stdout: 'in\n',
  })
})

it('takes texts as plain unless base64_encoded is true', async () => {
  for (const query of ['', '&base64_encoded=1', '&base64_encoded=yes']) {
    expect(await run({}, query)).toMatchObject({ stdout: '1\n' })
  }
})

it('reports times in seconds, as text', async () => {
  expect(await run({}, '&fields=time,wall_time')).toEqual({
    time: expect.stringMatching(/^\d+(\.\d{1,3})?$/),
    wall_time: expect.stringMatching(/^\d+(\.\d{1,3})?$/),
  })
})
