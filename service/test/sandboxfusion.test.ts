import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BUILD_WITHIN_MS, buildLanguages } from './support/build-languages.ts'
import { startService, type TestService } from './support/service.ts'

let service: TestService

beforeAll(async () => {
  await buildLanguages('python-science')
  service = await startService()
}, BUILD_WITHIN_MS)
afterAll(() => service[Symbol.asyncDispose]())

async function post(path: string, body: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(new URL(`/sandboxfusion${path}`, service.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

const run = async (body: object): Promise<unknown> => (await post('/run_code', body)).body

describe('run_code', () => {
  it('answers as SandboxFusion does', async () => {
    expect(await run({ code: 'print("hello, " + input())', stdin: 'world', language: 'python' })).toEqual({
      status: 'Success',
      message: '',
      compile_result: null,
      run_result: {
        status: 'Finished',
        execution_time: expect.any(Number),
        return_code: 0,
        stdout: 'hello, world\n',
        stderr: '',
      },
      executor_pod_name: null,
      files: {},
    })
  })

  it('has a compile result', async () => {
    const code = '#include <iostream>\nint main() { std::cout << 7; return 3; }'
    expect(await run({ code, language: 'cpp' })).toMatchObject({
      status: 'Failed',
      compile_result: { status: 'Finished', return_code: 0 },
      run_result: { status: 'Finished', return_code: 3, stdout: '7' },
    })
    expect(await run({ code: 'int main( {', language: 'cpp' })).toMatchObject({
      status: 'Failed',
      compile_result: { return_code: 1, stderr: expect.stringContaining('error') },
      run_result: null,
    })
  })

  it('reports that the time was up', async () => {
    expect(await run({ code: 'while True: pass', language: 'python', run_timeout: 0.3 })).toMatchObject({
      status: 'Failed',
      run_result: { status: 'TimeLimitExceeded', return_code: null },
    })
  })

  it('reports a signal as Python does', async () => {
    expect(await run({ code: 'import os; os.abort()', language: 'python' })).toMatchObject({
      status: 'Failed',
      run_result: { status: 'Finished', return_code: -6 },
    })
  })

  it('accepts and returns files', async () => {
    const code = 'open("out/b.txt", "w").write(open("in/a.txt").read() * 2)'
    const files = { 'in/a.txt': Buffer.from('ab').toString('base64'), './out/keep': '', 'not/sent': null }
    expect(await run({ code, language: 'python', files, fetch_files: ['./out/b.txt', 'none'] })).toMatchObject({
      status: 'Success',
      files: { 'out/b.txt': Buffer.from('abab').toString('base64') },
    })
  })

  it('has the libraries of data science', async () => {
    expect(await run({ code: 'import numpy; print(numpy.arange(3).sum())', language: 'python' })).toMatchObject({
      run_result: { stdout: '3\n' },
    })
  })
})

describe('a refused request', () => {
  it.each([
    [{ language: 'python' }, 'code'],
    [{ code: 'x', language: 'klingon' }, 'language'],
    [{ code: 'x', language: 'pytest' }, 'language'],
    [{ code: 'x', language: 'python', run_timeout: -1 }, 'run_timeout'],
    [{ code: 'x', language: 'python', memory_limit_MB: 0 }, 'memory_limit_MB'],
    [{ code: 'x', language: 'python', files: { '../x': '' } }, 'files'],
    [{ code: 'x', language: 'python', fetch_files: ['/etc/passwd'] }, 'fetch_files'],
  ])('has an error: %j', async (body, field) => {
    expect(await post('/run_code', body)).toEqual({
      status: 422,
      body: { detail: [{ loc: ['body', field], msg: expect.any(String), type: 'value_error' }] },
    })
  })

  it('for a notebook names the alternative', async () => {
    expect(await post('/run_jupyter', {})).toEqual({
      status: 404,
      body: { detail: expect.stringContaining('POST /v1/sessions') },
    })
  })
})

it('answers a ping', async () => {
  expect(await (await fetch(new URL('/sandboxfusion/v1/ping', service.url))).text()).toBe('pong')
})
