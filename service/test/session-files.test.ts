import { RunResultSchema, type RunResult, SessionInfoSchema } from '@sandrun/shared'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startService, type TestService } from './support/service.ts'

let service: TestService
let session: string

beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

async function post(path: string, body: object): Promise<unknown> {
  const response = await fetch(new URL(path, service.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return response.json()
}

beforeEach(async () => {
  session = SessionInfoSchema.parse(await post('/v1/sessions', { language: 'python' })).id
})

const run = async (code: string): Promise<RunResult> =>
  RunResultSchema.parse(await post(`/v1/sessions/${session}/runs`, { code }))

/** A program that leaves something under its own name. */
const leave = (what: string): Promise<RunResult> => run(`import os\nos.unlink("main.py"); ${what}`)

it.each([
  ['a link', 'os.symlink("/etc/passwd", "main.py")'],
  ['a FIFO', 'os.mkfifo("main.py")'],
  ['an empty folder', 'os.mkdir("main.py")'],
])('a file replaces %s that an earlier program left', async (_what, left) => {
  await leave(left)
  await expect(run('print(1)')).resolves.toMatchObject({ verdict: 'ok', run: { stdout: '1\n' } })
})

it('an error names a folder that a file would replace', async () => {
  await leave('os.makedirs("main.py/more")')
  await expect(run('print(1)')).resolves.toMatchObject({
    verdict: 'runtime-error',
    message: expect.stringContaining('main.py'),
  })
})
