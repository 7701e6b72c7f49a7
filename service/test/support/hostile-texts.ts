import { once } from 'node:events'
import { WebSocket } from 'ws'
import { RawHttp } from './raw-http.ts'

/** What a forged line says. No line of the service does. */
export const FORGED = 'forged-line'

/** A line of the service's JSON log, and one of its log for people. */
const LINES = [`{"level":60,"time":1,"pid":1,"hostname":"x","msg":"${FORGED}"}`, `[00:00:00.000] FATAL: ${FORGED}`]

/** C0 and C1 controls, a window's title, every kind of line end, a mark that turns the text around. */
const CONTROLS = '\x1b]0;x\x07\x1b[2J\x9b2J\x9d0;x\x9c\x7f\x0b\x0c\x1c\x85\u2028\u2029\u202e'

/** Text that would forge lines, or control the terminal of somebody who reads the log. */
export const HOSTILE = `x${CONTROLS}\r\n${LINES.join('\r\n')}\n\r`

/** The same for a field of at most 64 characters. */
export const SHORT = `x\x1b]0;x\x07\x9b2J\x85\u2028\u202e\r\n{"level":60,"msg":"${FORGED}"}\n[0] ${FORGED}`

/** The same without what Node's parser of HTTP refuses. */
const IN_HEADER = `x\x80\x85\x9b2J\x9d0;x\x9c ${LINES.join(' ')}`

const HEADERS = [
  'user-agent',
  'x-request-id',
  'traceparent',
  'tracestate',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'forwarded',
  'x-real-ip',
  'via',
  'referer',
  'origin',
  'authorization',
  'x-auth-token',
  'x-api-key',
  'idempotency-key',
  'if-none-match',
  'accept-encoding',
  'content-encoding',
  'content-type',
  'cookie',
  'expect',
  'upgrade',
  'last-event-id',
  'mcp-session-id',
]

const inAddress = encodeURIComponent(HOSTILE)

const ADDRESSES = [
  ['GET', `/${inAddress}`],
  ['GET', `/v1/runs/${inAddress}`],
  ['GET', `/v1/runs/${inAddress}/events`],
  ['DELETE', `/v1/runs/${inAddress}`],
  ['GET', `/v1/runs?limit=${inAddress}&after=${inAddress}`],
  ['GET', `/v1/languages/${inAddress}`],
  ['POST', `/v1/languages/${inAddress}/build`],
  ['GET', `/v1/sessions/${inAddress}`],
  ['GET', `/judge0/submissions/${inAddress}?fields=${inAddress}`],
  ['GET', `/api/schedule/check/${inAddress}`],
  ['PUT', `/jobe/index.php/restapi/files/${inAddress}`],
] as const

const PROGRAM = { language: 'bash', code: 'true' }

/** Bodies of `POST`: the service refuses all but the last of them. */
const BODIES: readonly (readonly [path: string, body: unknown])[] = [
  ['/v1/runs', HOSTILE],
  ['/v1/runs', { ...PROGRAM, language: SHORT }],
  ['/v1/runs', { ...PROGRAM, language: HOSTILE }],
  ['/v1/runs', { ...PROGRAM, version: SHORT }],
  ['/v1/runs', { ...PROGRAM, session: SHORT }],
  ['/v1/runs', { ...PROGRAM, [HOSTILE]: 1 }],
  ['/v1/runs', { ...PROGRAM, limits: { [HOSTILE]: 1 } }],
  ['/v1/runs', { ...PROGRAM, env: { [HOSTILE]: HOSTILE } }],
  ['/v1/runs', { ...PROGRAM, entry: HOSTILE, files: [{ path: HOSTILE, content: HOSTILE, encoding: 'base64' }] }],
  ['/v1/runs', { ...PROGRAM, files: ['a', 'a'].map((path) => ({ path: path + HOSTILE, content: '' })) }],
  ['/v1/runs?wait=false', { ...PROGRAM, webhook: { url: `https://${HOSTILE}/` } }],
  ['/v1/runs?wait=false', { ...PROGRAM, webhook: { url: `http://127.0.0.1:9/${HOSTILE}`, secret: HOSTILE } }],
  ['/v1/sessions', { language: SHORT }],
  ['/v1/sessions/none/runs', { code: HOSTILE }],
  ['/api/v2/execute', { language: HOSTILE, version: HOSTILE, files: [{ name: HOSTILE, content: HOSTILE }] }],
  [
    '/jobe/index.php/restapi/runs',
    { run_spec: { language_id: HOSTILE, sourcecode: HOSTILE, sourcefilename: HOSTILE } },
  ],
  ['/sandboxfusion/run_code', { language: HOSTILE, code: HOSTILE, files: { [HOSTILE]: HOSTILE } }],
  ['/judge0/submissions', { language_id: 46, source_code: HOSTILE, callback_url: `http://127.0.0.1:9/${HOSTILE}` }],
  ['/execute', { language: HOSTILE, code: HOSTILE }],
  ['/api/schedule', { language: HOSTILE, code: HOSTILE }],
  [
    '/mcp',
    { jsonrpc: '2.0', id: HOSTILE, method: HOSTILE, params: { clientInfo: { name: HOSTILE, version: HOSTILE } } },
  ],
  [
    '/mcp',
    { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: HOSTILE, arguments: { language: HOSTILE } } },
  ],
  // A program that runs, with hostile names, arguments, cases and output; a job whose webhook nobody answers.
  [
    '/v1/runs',
    {
      language: 'bash',
      files: [
        { path: 'main.sh', content: 'echo "$1" | tee "/dev/stderr"; touch "$1"; echo "$X"; exit 3' },
        { path: HOSTILE.slice(0, 60).replaceAll('/', ''), content: '' },
      ],
      entry: 'main.sh',
      args: [HOSTILE],
      env: { X: HOSTILE },
      collect: ['*', HOSTILE.replaceAll('/', '')],
      cases: [{ name: HOSTILE.slice(0, 200), stdin: HOSTILE, args: [HOSTILE], expected: HOSTILE }],
    },
  ],
  ['/v1/runs?wait=false', { ...PROGRAM, webhook: { url: `http://127.0.0.1:9/${inAddress}?${HOSTILE}#${HOSTILE}` } }],
]

/** Messages to `/v1/connect`, each in its own connection. */
const hello = { type: 'hello', protocol: 1, client: SHORT, resume: true }
const MESSAGES: readonly (readonly object[])[] = [
  [{ ...hello, client: { [HOSTILE]: HOSTILE } }],
  [{ ...hello, token: HOSTILE }],
  [hello, { type: HOSTILE }, { type: 'start', run: { ...PROGRAM, language: SHORT } }, {}],
  [hello, { type: 'start', run: { ...PROGRAM, [HOSTILE]: 1 } }, {}],
  [hello, { type: 'start', run: { ...PROGRAM, entry: HOSTILE } }, {}],
  [hello, { type: 'attach', runId: HOSTILE, resumeToken: HOSTILE, stdout: 0, stderr: 0 }, {}],
  [hello, { type: 'signal', name: HOSTILE }],
]

/** Puts hostile text into everything that a client can write. Returns how many requests it made. */
export async function sendHostileTexts(url: URL, token: string): Promise<number> {
  const host = `host: ${url.host}`
  const raw = async (...lines: string[]): Promise<void> => {
    using http = await RawHttp.open({ url })
    http.socket.write(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'))
    // Only that there is an answer matters.
    await http.take(1)
  }
  for (const name of HEADERS) {
    await raw('GET /v1/runs HTTP/1.1', host, `${name}: ${IN_HEADER}`)
    await raw('GET /v1/runs HTTP/1.1', host, `${name}: ${HOSTILE}`)
    await raw('POST /v1/runs HTTP/1.1', host, `${name}: ${IN_HEADER}`, 'content-length: 0')
  }
  await raw('GET /v1/runs HTTP/1.1', `host: ${IN_HEADER}`)
  await raw('GET /v1/runs HTTP/1.1', host, `${IN_HEADER}: 1`)
  await raw(`GET /${IN_HEADER} HTTP/1.1`, host)
  await raw(`GET /${HOSTILE} HTTP/1.1`, host)
  await raw(`${HOSTILE} / HTTP/1.1`, host)
  // Behind a proxy, the header is the client's address in the audit log.
  const known = [`authorization: Bearer ${token}`, 'content-type: application/json', `x-forwarded-for: ${IN_HEADER}`]
  await raw('POST /v1/runs HTTP/1.1', host, ...known, 'content-length: 2', '', '{}')
  for (const [method, path] of ADDRESSES) await raw(`${method} ${path} HTTP/1.1`, host, 'content-length: 0')
  for (const [path, body] of BODIES) {
    const response = await fetch(new URL(path, url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
      body: JSON.stringify(body),
    })
    await response.text()
  }
  for (const messages of MESSAGES) await converse(url, messages)
  return 3 * HEADERS.length + 6 + ADDRESSES.length + BODIES.length + MESSAGES.length
}

/** Sends the messages; the last of them makes the service close the connection. */
async function converse(url: URL, messages: readonly object[]): Promise<void> {
  const socket = new WebSocket(new URL('/v1/connect', url).href.replace('http', 'ws'), { origin: url.origin })
  await once(socket, 'open')
  for (const message of messages) socket.send(JSON.stringify(message))
  await once(socket, 'close')
}
