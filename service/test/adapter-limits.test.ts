import { afterAll, beforeAll, expect, it } from 'vitest'
import { ask } from './support/adapter-calls.ts'
import { startService, type TestService } from './support/service.ts'

let service: TestService

beforeAll(async () => {
  // No request here gets as far as a sandbox.
  service = await startService({ SANDRUN_WARM: 'none' })
})
afterAll(() => service[Symbol.asyncDispose]())

const refusal = async (path: string, body: object): Promise<unknown> => (await ask(service, 'POST', path, body)).body

it.each<[asked: Record<string, number>, message: string]>([
  [{ run_timeout: 400 }, '400 is more than the maximum, 300.'],
  [{ run_timeout: 300.000_01 }, '300.00001 is more than the maximum, 300.'],
  [{ run_timeout: 3_000_000 }, '3000000 is more than the maximum, 300.'],
  [{ run_timeout: 1e300 }, '1e+300 is more than the maximum, 300.'],
  [{ run_timeout: 0 }, 'must be more than 0'],
  [{ run_timeout: -0.5 }, 'must be more than 0'],
  [{ compile_timeout: 400 }, '400 is more than the maximum, 300.'],
  [{ compile_timeout: 1e9 }, '1000000000 is more than the maximum, 300.'],
  [{ memory_limit_MB: 2049 }, '2049 is more than the maximum, 2048.'],
  [{ memory_limit_MB: 1e12 }, '1000000000000 is more than the maximum, 2048.'],
  [{ memory_limit_MB: 8 }, 'must be at least 16'],
])('SandboxFusion names the limit of %j in its unit', async (asked, msg) => {
  const [field] = Object.keys(asked)
  expect(await refusal('/sandboxfusion/run_code', { language: 'cpp', code: 'x', ...asked })).toEqual({
    detail: [{ loc: ['body', field], msg, type: 'value_error' }],
  })
})

it.each<[asked: Record<string, number>, message: string]>([
  [{ memory_limit: 16 }, 'must be greater than or equal to 16384'],
  [{ memory_limit: 2048 }, 'must be greater than or equal to 16384'],
  [{ memory_limit: 16_383 }, 'must be greater than or equal to 16384'],
  [{ memory_limit: 1e12 }, 'must be less than or equal to 2097152'],
  [{ cpu_time_limit: 1e9 }, 'must be less than or equal to 60'],
  [{ max_file_size: 1e9 }, 'must be less than or equal to 262144'],
])('Judge0 names the limit of %j in its unit', async (asked, message) => {
  const [field = ''] = Object.keys(asked)
  const submission = { language_id: 71, source_code: 'x', ...asked }
  expect(await refusal('/judge0/submissions', submission)).toEqual({ [field]: [message] })
})

it.each<[asked: Record<string, number>, message: string]>([
  [{ cputime: 61 }, '"cputime": exceeds maximum allowed on this server (60)'],
  [{ cputime: -1 }, '"cputime": must be more than 0, or 0 for the default'],
  [{ memorylimit: 15.5 }, '"memorylimit": must be at least 16, or 0 for the default'],
  [{ streamsize: 17 }, '"streamsize": exceeds maximum allowed on this server (16)'],
])('Jobe names the limit of %j in its unit', async (parameters, message) => {
  const run_spec = { language_id: 'python3', sourcecode: 'x', parameters }
  expect(await refusal('/jobe/index.php/restapi/runs', { run_spec })).toBe(message)
})

it.each<[asked: Record<string, number>, message: string]>([
  [{ run_memory_limit: 2048 }, 'run_memory_limit must be at least 16777216, or -1 for the default'],
  [{ run_memory_limit: 1e12 }, 'run_memory_limit cannot exceed the configured limit of 2147483648'],
  [{ run_timeout: 1e12 }, 'run_timeout cannot exceed the configured limit of 300000'],
])('Piston names the limit of %j in its unit', async (asked, message) => {
  const request = { language: 'python', version: '*', files: [{ content: 'x' }], ...asked }
  expect(await refusal('/api/v2/piston/execute', request)).toEqual({ message })
})

it.each<[asked: number, message: string]>([
  [300_000.5, '"timeout": 300000.5 is more than the maximum, 300000.'],
  [1e12, '"timeout": 1000000000000 is more than the maximum, 300000.'],
  [-1, '"timeout": must be more than 0'],
])('a timeout of %d is refused by every address that takes a program', async (timeout, error) => {
  for (const path of ['/execute', '/api/run', '/api/schedule'])
    expect(await refusal(path, { language: 'python', code: 'x', timeout })).toMatchObject({ error })
})

it("a runner's limits have Sandrun's names, as in the request", async () => {
  expect(await refusal('/api/runners', { language: 'python', limits: { wallMs: 300_001 } })).toEqual({
    code: 'limit-too-high',
    error: '"limits.wallMs": 300001 is more than the maximum, 300000.',
  })
})
