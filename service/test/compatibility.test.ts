import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startService, type TestService } from './support/service.ts'

let service: TestService

beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

async function call(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(new URL(path, service.url), {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  return { status: response.status, body: await response.json() }
}

describe('execute', () => {
  it('runs a program with its input', async () => {
    const { status, body } = await call('POST', '/execute', { language: 'python', code: 'print(input())', input: 'in' })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      status: 'success',
      verdict: 'ok',
      executionId: expect.any(String),
      output: 'in\n',
      error: null,
      exitCode: 0,
      signal: null,
    })
  })

  it('returns standard error as error', async () => {
    const { body } = await call('POST', '/execute', { language: 'python', code: 'import sys\nsys.exit("oh")' })
    expect(body).toMatchObject({ status: 'error', verdict: 'runtime-error', error: 'oh\n', exitCode: 1 })
  })

  it("returns the compiler's messages if there is no program", async () => {
    const { body } = await call('POST', '/execute', { language: 'c', code: 'int main( {' })
    expect(body).toMatchObject({ status: 'error', verdict: 'compile-error', output: expect.stringContaining('error:') })
  })

  it('takes several files, a timeout in milliseconds, and fields it does not know', async () => {
    const files = [
      { name: 'main.py', content: 'import other' },
      { path: 'other.py', content: 'import time\ntime.sleep(60)' },
    ]
    const { body } = await call('POST', '/execute', { language: 'python', files, timeout: 200, userId: 7 })
    expect(body).toMatchObject({ status: 'error', verdict: 'wall-limit', error: expect.stringMatching(/0\.2/) })
  })

  it('describes an error in one field', async () => {
    expect(await call('POST', '/execute', { language: 'klingon', code: 'x' })).toEqual({
      status: 400,
      body: { error: 'Unknown language "klingon".', code: 'unknown-language' },
    })
  })

  it('lists languages, and reports its health', async () => {
    const { body } = await call('GET', '/languages')
    expect(body).toEqual(expect.arrayContaining(['python', 'javascript', 'java', 'cpp', 'c', 'go']))
    expect(await call('GET', '/health')).toEqual({ status: 200, body: { status: 'UP' } })
  })
})

describe('schedule', () => {
  it('runs a program while its caller waits', async () => {
    const { body } = await call('POST', '/api/run/', { language: 'bash', code: 'cat', stdin: 'in' })
    expect(body).toMatchObject({ status: 'success', output: 'in' })
  })

  it('accepts a run, and reports its state', async () => {
    const { status, body } = await call('POST', '/api/schedule', { language: 'bash', code: 'cat', stdin: 'later' })
    expect({ status, body }).toMatchObject({ status: 202, body: { id: expect.any(String) } })
    const { id } = body as { id: string }
    await expect
      .poll(async () => (await call('GET', `/api/schedule/check/${id}`)).body)
      .toMatchObject({ id, status: 'finished', result: { status: 'success', output: 'later' } })
  })

  it('does not know a run that never existed', async () => {
    expect(await call('GET', '/api/schedule/check/none')).toMatchObject({ status: 404, body: { code: 'not-found' } })
  })
})

describe('runner sessions', () => {
  it('creates one, runs in it twice with files kept, and stops it', async () => {
    const { status, body } = await call('POST', '/api/runners', { language: 'python' })
    expect({ status, body }).toMatchObject({ status: 201, body: { language: 'python', status: 'ready' } })
    const { id } = body as { id: string }
    await call('POST', `/api/runners/${id}/run`, { code: 'open("kept", "w").write("here")' })
    const second = await call('POST', `/api/runners/${id}/run`, { code: 'print(open("kept").read())' })
    expect(second.body).toMatchObject({ status: 'success', output: 'here\n' })
    expect(await call('POST', `/api/runners/${id}/stop`)).toEqual({ status: 200, body: { id, status: 'stopped' } })
    expect(await call('POST', `/api/runners/${id}/run`, { code: '1' })).toMatchObject({
      status: 404,
      body: { code: 'not-found' },
    })
  })

  it('stops by DELETE as well', async () => {
    const { body } = await call('POST', '/api/runners', { language: 'python' })
    const { id } = body as { id: string }
    expect(await call('DELETE', `/api/runners/${id}`)).toMatchObject({ body: { status: 'stopped' } })
  })
})
