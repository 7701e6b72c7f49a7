import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { LanguageInfo } from '../language.ts'
import type { RunResult } from '../run-result.ts'
import { HttpClient } from './http-client.ts'

let server: Server | null = null

/** A service with the test's answers, on a free port. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<URL> {
  server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return new URL(`http://127.0.0.1:${port}`)
}

afterEach(async () => {
  const ending = server
  server = null
  if (ending === null) return
  ending.closeAllConnections()
  ending.close()
  await once(ending, 'close')
})

function say(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

const python: LanguageInfo = {
  id: 'python',
  name: 'Python',
  version: '3.13.5',
  aliases: [],
  editorLanguageIds: [],
  extensions: ['.py'],
  shebangs: [],
  file: 'main.py',
  compiled: false,
  available: true,
  warm: 1,
  prepared: 1,
  libraries: [],
  diagnostics: [],
  samples: [],
}
const result: RunResult = {
  id: '1',
  language: 'python',
  version: '3',
  verdict: 'ok',
  message: '',
  warnings: [],
  warm: true,
  queuedMs: 0,
  startedAt: '',
}
const refusal = { error: { code: 'queue-full', message: 'The queue is full.', retryable: true, retryAfter: 2 } }

describe('the languages', () => {
  it('are requested with the ETag of the known ones', async () => {
    const asked: (string | undefined)[] = []
    const url = await serve((request, response) => {
      asked.push(request.headers['if-none-match'])
      if (asked.length === 2) return void response.writeHead(304).end()
      say(response, 200, { languages: [{ ...python, warm: asked.length }] }, { etag: `"${asked.length}"` })
    })
    const http = new HttpClient(url, { fetch })
    const answers = [await http.languages(), await http.languages(), await http.languages()]
    expect(asked).toEqual([undefined, '"1"', '"1"'])
    expect(answers.map(([first]) => first?.warm)).toEqual([1, 1, 3])
  })

  it('come without their samples, or one language with its own', async () => {
    const asked: (string | undefined)[] = []
    const { samples: _samples, ...bare } = python
    const sample = { name: 'hello', file: 'hello.py', code: 'print(1)' }
    const url = await serve((request, response) => {
      asked.push(request.url)
      say(
        response,
        200,
        request.url === '/v1/languages/c%2B%2B' ? { ...bare, samples: [sample] } : { languages: [bare] },
      )
    })
    const http = new HttpClient(url, { fetch })
    expect(await http.languages(undefined, { withoutSamples: true })).toEqual([python])
    expect((await http.language('c++')).samples).toEqual([sample])
    expect(asked).toEqual(['/v1/languages?samples=false', '/v1/languages/c%2B%2B'])
  })

  it("are refused if the answer is not a service's", async () => {
    const url = await serve((_request, response) => say(response, 200, { languages: 'all' }))
    await expect(new HttpClient(url, { fetch }).languages()).rejects.toMatchObject({
      code: 'protocol-violation',
      field: 'languages',
    })
  })
})

describe('health', () => {
  it("is good, or has the service's reasons", async () => {
    let ready = true
    const url = await serve((_request, response) => say(response, ready ? 200 : 503, ready ? {} : refusal))
    const http = new HttpClient(url, { fetch })
    await expect(http.notReady()).resolves.toBeNull()
    ready = false
    await expect(http.notReady()).resolves.toMatchObject({ code: 'queue-full', retryAfter: 2 })
  })
})

describe('runs and sessions', () => {
  it('of a job and of lists go to their addresses, and return typed values', async () => {
    const seen: string[] = []
    const record = { id: 'a/b', language: 'python', state: 'queued', createdAt: '', timeline: [] }
    const url = await serve((request, response) => {
      const { 'idempotency-key': key = '-' } = request.headers
      seen.push(`${request.method} ${request.url} ${key.toString()}`)
      if (request.url === '/v1/sessions') say(response, 200, { sessions: [] })
      else say(response, 200, request.url?.includes('limit') === true ? { runs: [record], cursor: 'next' } : record)
    })
    const http = new HttpClient(url, { fetch })
    await expect(http.submit({ language: 'python', code: 'x' })).resolves.toEqual(record)
    await http.submit({ language: 'python', code: 'x' }, { key: 'mine "own"' })
    await expect(http.record('a/b')).resolves.toEqual(record)
    await expect(http.cancelRun('a/b')).resolves.toEqual(record)
    await expect(http.runs()).resolves.toMatchObject({ runs: [{ id: 'a/b' }], cursor: 'next' })
    await http.runs({ limit: 2, cursor: 'a&b' })
    await expect(http.sessions()).resolves.toEqual([])
    expect(seen).toEqual([
      'POST /v1/runs?wait=false -',
      'POST /v1/runs?wait=false "mine \\"own\\""',
      'GET /v1/runs/a%2Fb -',
      'DELETE /v1/runs/a%2Fb -',
      'GET /v1/runs?limit=50 -',
      'GET /v1/runs?limit=2&cursor=a%26b -',
      'GET /v1/sessions -',
    ])
  })

  it('go to their addresses with the token, and return typed values', async () => {
    const seen: string[] = []
    const session = {
      id: 'a/b',
      language: 'python',
      version: '3',
      state: 'idle',
      memoryMb: 1,
      processes: 1,
      diskMb: 1,
      idleTimeoutMs: 1000,
      createdAt: '',
      expiresAt: null,
    }
    const url = await serve((request, response) => {
      const { authorization = '', 'content-type': type = '-' } = request.headers
      let body = ''
      request.setEncoding('utf8').on('data', (text: string) => (body += text))
      request.on('end', () => {
        seen.push(`${request.method} ${request.url} ${authorization} ${type} ${body}`)
        if (request.method === 'DELETE') response.writeHead(204).end()
        else say(response, 200, request.url === '/v1/runs' ? result : session)
      })
    })
    const http = new HttpClient(url, { fetch, token: 'secret' })
    await expect(http.run({ language: 'python', code: 'x' })).resolves.toEqual(result)
    await expect(http.createSession({ language: 'python' })).resolves.toEqual(session)
    await http.stopSession('a/b')
    expect(seen).toEqual([
      'POST /v1/runs Bearer secret application/json {"language":"python","code":"x"}',
      'POST /v1/sessions Bearer secret application/json {"language":"python"}',
      'DELETE /v1/sessions/a%2Fb Bearer secret - ',
    ])
  })

  it("are refused with the service's message", async () => {
    const url = await serve((_request, response) => say(response, 429, refusal))
    await expect(new HttpClient(url, { fetch }).run({ language: 'python' })).rejects.toMatchObject({
      code: 'queue-full',
      message: 'The queue is full.',
    })
  })

  it('end with the reason of an aborted signal, before and during the answer', async () => {
    const reason = new Error('given up')
    const before = new AbortController()
    const amid = new AbortController()
    const url = await serve((request, response) => {
      if (request.url === '/v1/sessions') return before.abort(reason)
      response.writeHead(200).write('{', () => amid.abort(reason))
    })
    const http = new HttpClient(url, { fetch })
    await expect(http.createSession({ language: 'python' }, before.signal)).rejects.toBe(reason)
    await expect(http.run({ language: 'python' }, amid.signal)).rejects.toBe(reason)
  })
})

describe('without a service', () => {
  it('the error says why', async () => {
    const url = await serve((_request, response) => void response.writeHead(502).end('Bad gateway'))
    await expect(new HttpClient(url, { fetch }).languages()).rejects.toMatchObject({
      code: 'unreachable',
      message: 'That address is not a Sandrun service (HTTP 502).',
    })
    const nobody = new HttpClient(new URL('http://127.0.0.1:9'), { fetch: () => Promise.reject(new Error('asleep')) })
    await expect(nobody.languages()).rejects.toMatchObject({ message: 'The service does not answer (asleep).' })
  })

  it('the error has the reason that fetch hides', async () => {
    const failed = new TypeError('fetch failed', { cause: Object.assign(new Error(''), { code: 'ECONNREFUSED' }) })
    const http = new HttpClient(new URL('http://127.0.0.1:9'), { fetch: () => Promise.reject(failed) })
    await expect(http.notReady()).rejects.toMatchObject({ message: 'The service does not answer (ECONNREFUSED).' })
  })

  it('a timeout does not count as an answer', async () => {
    const url = await serve(() => {})
    const time = new AbortController()
    const waiting = new HttpClient(url, { fetch }).languages(time.signal)
    time.abort(new DOMException('too late', 'TimeoutError'))
    await expect(waiting).rejects.toMatchObject({
      code: 'unreachable',
      message: 'The service does not answer (too late).',
    })
  })

  it("the error has the client's own words if there are some", async () => {
    const http = new HttpClient(new URL('http://127.0.0.1:9'), {
      fetch: () => Promise.reject(new Error('asleep')),
      unreachable: () => 'Nobody is there.',
    })
    await expect(http.languages()).rejects.toMatchObject({ code: 'unreachable', message: 'Nobody is there.' })
  })
})
