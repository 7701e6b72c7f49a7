import { WebSocket } from 'ws'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ErrorResponseSchema } from '@sandrun/shared'
import { connect, post, startService, type TestService, watch } from './support/service.ts'

let service: TestService

beforeAll(async () => {
  service = await startService({ SANDRUN_MAX_REQUEST_MB: '2' })
})
afterAll(() => service[Symbol.asyncDispose]())

async function refusal(
  body: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; error: unknown }> {
  const response = await fetch(new URL('/v1/runs', service.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  return { status: response.status, error: ErrorResponseSchema.parse(await response.json()).error }
}

const python = { language: 'python', code: 'print(1)' }
const withFile = (path: string): object => ({ language: 'python', files: [{ path, content: 'print(1)' }] })

describe('POST /v1/runs refuses, with a code, a field and a hint,', () => {
  it.each<[string, unknown, number, string, string | undefined]>([
    ['an unknown language', { ...python, language: 'klingon' }, 400, 'unknown-language', 'language'],
    ['another version', { ...python, version: '2.7' }, 400, 'unknown-version', 'version'],
    ['an empty program', { ...python, code: '' }, 400, 'empty-program', 'code'],
    ['no program at all', { language: 'python' }, 400, 'empty-program', 'code'],
    ['an entry that is not there', { ...withFile('a.py'), entry: 'b.py' }, 400, 'path-refused', 'entry'],
    ['both code and files', { ...python, ...withFile('a.py') }, 400, 'invalid-request', 'code'],
    [
      'the same path twice',
      {
        language: 'python',
        files: [
          { path: 'a', content: '' },
          { path: 'a', content: '' },
        ],
      },
      400,
      'path-refused',
      'files[1].path',
    ],
    [
      'a path that is a file and a folder',
      { language: 'python', files: ['a', 'a/b'].map((path) => ({ path, content: '' })) },
      400,
      'path-refused',
      'files[1].path',
    ],
    [
      'a folder that is a file',
      { language: 'python', files: ['a/b/c', 'a/b'].map((path) => ({ path, content: '' })) },
      400,
      'path-refused',
      'files[1].path',
    ],
    ['a name of 300 bytes', withFile('é'.repeat(150)), 400, 'invalid-request', 'files[0].path'],
    [
      'content that is not base64',
      { language: 'python', files: [{ path: 'a.py', content: '!', encoding: 'base64' }] },
      400,
      'invalid-request',
      'files[0].content',
    ],
    ...['../x', '/etc/passwd', 'a/../../x', 'a//b', './a', 'a\0b', ''].map(
      (path): [string, unknown, number, string, string] => [
        `the path ${JSON.stringify(path)}`,
        withFile(path),
        400,
        'invalid-request',
        'files[0].path',
      ],
    ),
    ['an unknown field', { ...python, privileged: true }, 400, 'invalid-request', 'privileged'],
    ['an unknown limit', { ...python, limits: { gpu: 1 } }, 400, 'invalid-request', 'limits.gpu'],
    ['a limit beyond the maximum', { ...python, limits: { memoryMb: 4096 } }, 400, 'limit-too-high', 'limits.memoryMb'],
    [
      'more disk than half the memory',
      { ...python, limits: { memoryMb: 64, diskMb: 64 } },
      400,
      'limit-too-high',
      'limits.diskMb',
    ],
    ['an argument with a NUL', { ...python, args: ['a\0b'] }, 400, 'invalid-request', 'args[0]'],
    ['an environment variable with a bad name', { ...python, env: { 'A=B': '1' } }, 400, 'invalid-request', 'env.A=B'],
    ['a terminal without a size', { ...python, tty: { cols: 0, rows: 24 } }, 400, 'invalid-request', 'tty.cols'],
    ['a list', [], 400, 'invalid-request', undefined],
    ['a program over the size', { ...python, code: 'x'.repeat(10 * 2 ** 20) }, 413, 'too-large', undefined],
  ])('%s', async (_what, request, status, code, field) => {
    const { error, ...rest } = await refusal(JSON.stringify(request))
    expect(error).toMatchObject({ code, hint: expect.stringMatching(/\S/), ...(field !== undefined && { field }) })
    expect(rest.status).toBe(status)
  })

  it('a body that is not JSON', async () => {
    expect(await refusal('{"language":')).toMatchObject({ status: 400, error: { code: 'invalid-json' } })
    expect(await refusal('')).toMatchObject({ status: 400, error: { code: 'invalid-json' } })
  })

  it("another content type, like that of a hostile page's form", async () => {
    expect(await refusal('{}', { 'content-type': 'text/plain' })).toMatchObject({
      status: 415,
      error: { code: 'unsupported-media-type' },
    })
  })

  it('a page from another origin', async () => {
    expect(await refusal(JSON.stringify(python), { origin: 'https://evil.example' })).toMatchObject({
      status: 403,
      error: { code: 'origin-refused' },
    })
  })

  it('a value above the maximum, which it names', async () => {
    const { error } = await refusal(JSON.stringify({ ...python, limits: { cpuMs: 999_999_999 } }))
    expect(error).toMatchObject({ message: expect.stringContaining('60000') })
  })
})

it('lets only allowed pages read the languages', async () => {
  for (const origin of ['vscode-file://vscode-app', 'http://localhost:3000']) {
    const response = await fetch(new URL('/v1/languages', service.url), { headers: { origin } })
    expect(response.headers.get('access-control-allow-origin')).toBe(origin)
  }
  const refused = await fetch(new URL('/v1/languages', service.url), { headers: { origin: 'https://evil.example' } })
  expect(refused.status).toBe(403)
  expect(refused.headers.get('access-control-allow-origin')).toBeNull()
})

it('answers unknown addresses with the common form of errors', async () => {
  const response = await fetch(new URL('/v2/everything', service.url))
  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ error: { code: 'not-found', retryable: false } })
})

describe('/v1/connect', () => {
  /** The service's answers to raw messages, until it closes. */
  async function converse(...messages: (string | Uint8Array)[]): Promise<{ said: unknown[]; closeCode: number }> {
    const socket = new WebSocket(new URL('/v1/connect', service.url).href.replace('http', 'ws'))
    const said: unknown[] = []
    socket.on('message', (data: Buffer) => said.push(JSON.parse(data.toString())))
    await once(socket, 'open')
    for (const message of messages) socket.send(message)
    const [closeCode] = (await once(socket, 'close')) as [number]
    return { said, closeCode }
  }
  const hello = JSON.stringify({ type: 'hello', protocol: 1, client: 'raw' })

  it.each<[string, (string | Uint8Array)[], string]>([
    [
      'an unknown protocol version',
      [JSON.stringify({ type: 'hello', protocol: 99, client: 'raw' })],
      'unsupported-protocol',
    ],
    ['anything before hello', [JSON.stringify({ type: 'cancel' })], 'protocol-violation'],
    ['stdin before hello', [Uint8Array.of(0, 0, 0, 0, 0, 65)], 'protocol-violation'],
    ['a second hello', [hello, hello], 'protocol-violation'],
    ['text that is not JSON', [hello, '{'], 'invalid-json'],
    ['a message without a type', [hello, '{}'], 'protocol-violation'],
    ['a known type of the wrong shape', [hello, JSON.stringify({ type: 'resize', cols: 'wide' })], 'invalid-request'],
    ['bytes on a channel that is not stdin', [hello, Uint8Array.of(1, 0, 0, 0, 0, 65)], 'protocol-violation'],
    [
      'an unknown token',
      [JSON.stringify({ type: 'hello', protocol: 1, client: 'raw', token: 'guess' })],
      'unauthorized',
    ],
  ])('closes on %s', async (_what, messages, code) => {
    const { said, closeCode } = await converse(...messages)
    expect(said.at(-1)).toMatchObject({ type: 'error', code, hint: expect.stringMatching(/\S/) })
    expect(closeCode).toBe(1008)
  })

  it('ignores an unknown type', async () => {
    const { said } = await converse(hello, JSON.stringify({ type: 'telepathy' }), '{')
    expect(said).toMatchObject([{ type: 'welcome' }, { type: 'error', code: 'invalid-json' }])
  })

  it('refuses a bad run and continues', async () => {
    using client = await connect(service)
    await expect(watch(client, { ...python, language: 'klingon' }).result).rejects.toMatchObject({
      code: 'unknown-language',
    })
    await expect(watch(client, { ...python, args: ['\0'] }).result).rejects.toMatchObject({ field: 'args[0]' })
    await expect(watch(client, python).result).resolves.toMatchObject({ verdict: 'ok' })
  })

  it('refuses the upgrade to a page from another origin, and under another host name', async () => {
    const url = new URL('/v1/connect', service.url).href.replace('http', 'ws')
    for (const headers of [{ origin: 'https://evil.example' }, { host: 'evil.example' }]) {
      const socket = new WebSocket(url, { headers })
      const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }]
      expect(response.statusCode).toBe(403)
    }
  })
})

it('continues after hundreds of connections that sent random bytes', async () => {
  const url = new URL('/v1/connect', service.url).href.replace('http', 'ws')
  await Promise.all(
    Array.from({ length: 300 }, async (_value, index) => {
      const socket = new WebSocket(url)
      await once(socket, 'open')
      socket.send(index % 2 === 0 ? randomBytes(index) : randomBytes(index).toString('latin1'))
      await once(socket, 'close')
    }),
  )
  await expect(post(service, python)).resolves.toMatchObject({ verdict: 'ok' })
})
