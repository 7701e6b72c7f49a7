import { textOf } from '../../src/attack/run/run-program.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { post, type TestService } from '../support/service.ts'
import { startTarget } from './support/target.ts'

let hardened: TestService
beforeAll(async () => {
  hardened = await startTarget()
})
afterAll(() => hardened[Symbol.asyncDispose]())

interface Answer {
  status: number
  body: { error?: { code: string; field?: string } }
}

async function ask(request: unknown): Promise<Answer> {
  const response = await fetch(new URL('/v1/runs', hardened.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}

const main = { path: 'main.sh', content: 'echo ran' }

describe('a file of a request', () => {
  it.each([
    '../x',
    '/etc/x',
    'a/../../x',
    '..',
    '.',
    './x',
    'a//b',
    'a/',
    '',
    'a\0b',
    '../work/x',
    '/.sandrun/init',
    'a/./b',
    'x'.repeat(2000),
  ])('is refused at the path %j', async (path) => {
    const answer = await ask({ language: 'bash', files: [main, { path, content: 'x' }] })
    expect(answer.status).toBe(400)
    expect(answer.body.error).toMatchObject({
      code: expect.stringMatching(/^(path-refused|invalid-request)$/),
      field: expect.stringContaining('files'),
    })
  })

  it.each(['../../etc/passwd', '/etc/passwd', 'main.sh\0'])('is refused as the entry %j', async (entry) => {
    const answer = await ask({ language: 'bash', entry, files: [main] })
    expect(answer).toMatchObject({ status: 400, body: { error: { field: 'entry' } } })
  })

  it.each([
    ['a file where a folder is needed', ['a', 'a/b']],
    ['a folder where a file is needed', ['a/b', 'a']],
    ['a name longer than the file system takes', ['y'.repeat(300)]],
  ])('gets a result: %s', async (_what, paths) => {
    const files = [main, ...paths.map((path) => ({ path, content: 'x' }))]
    const { status, body } = await ask({ language: 'bash', files })
    expect(JSON.stringify({ status, ...body })).toMatch(/path-refused|invalid-request/)
    expect(JSON.stringify(body)).not.toContain('ran\\n')
  })

  it('may have any name inside the folder, and writes only its bytes', async () => {
    const odd = ['a b', '-rf', '..x', '$(id)', '"', "'", '\\', '\n', 'ü/語', '...', '*']
    const list = { path: 'main.sh', content: `find . -type f -print0 | tr '\\0' '|'` }
    const files = [list, ...odd.map((path) => ({ path, content: 'x' }))]
    const result = await post(hardened, { language: 'bash', files })
    expect(result.verdict).toBe('ok')
    expect(textOf(result).split('|').toSorted()).toEqual(
      ['', './main.sh', ...odd.map((path) => `./${path}`)].toSorted(),
    )
  })

  it("can't replace a program of the sandbox", async () => {
    // argv goes from the manifest to exec as a list: no shell splits it.
    const name = 'x; id > stolen.sh'
    const files = [{ path: name, content: 'ls; echo "$0"' }]
    const result = await post(hardened, { language: 'bash', files, entry: name })
    expect(result.run?.stdout).toBe(`${name}\n${name}\n`)
  })
})

describe('other data of a request', () => {
  it.each([
    [{ args: ['a\0b'] }, 'args'],
    [{ env: { 'A=B': 'x' } }, 'env'],
    [{ env: { A: 'x\0y' } }, 'env'],
    [{ compileArgs: ['\0'] }, 'compileArgs'],
  ])('is refused if it is ambiguous: %j', async (extra, field) => {
    const answer = await ask({ language: 'bash', code: 'true', ...extra })
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid-request', field: expect.stringContaining(field) } },
    })
  })

  it('reaches the program and never the agent', async () => {
    const env = { LD_PRELOAD: '/work/evil.so', PATH: '/work', IFS: 'x' }
    const result = await post(hardened, {
      language: 'python',
      code: 'print("unharmed")',
      env: { LD_PRELOAD: env.LD_PRELOAD },
    })
    expect(result).toMatchObject({ verdict: 'ok', run: { stdout: 'unharmed\n' } })
    // If a run sets PATH, the sandbox searches that PATH for the program, and finds nothing.
    const lost = await post(hardened, { language: 'python', code: 'print(1)', env })
    expect(lost).toMatchObject({ verdict: 'runtime-error' })
  })
})
