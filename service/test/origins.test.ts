import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startService, type TestService } from './support/service.ts'

const LISTED = 'https://notes.example'

let service: TestService

beforeAll(async () => {
  service = await startService({ SANDRUN_ORIGINS: LISTED })
})
afterAll(() => service[Symbol.asyncDispose]())

/** The preflight of a browser before a page's request. */
const askFor = (origin: string, path: string, method = 'POST'): Promise<Response> =>
  fetch(new URL(path, service.url), {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': 'content-type' },
  })

describe('a page of a listed origin', () => {
  it.each([
    ['/v1/runs', 'POST'],
    ['/v1/runs/some', 'DELETE'],
    ['/execute', 'POST'],
    ['/mcp', 'POST'],
    ['/judge0/submissions', 'POST'],
    ['/jobe/index.php/restapi/files/some', 'PUT'],
  ])('may send to %s by %s', async (path, method) => {
    const { status, headers } = await askFor(LISTED, path, method)
    expect(status).toBe(204)
    expect(headers.get('access-control-allow-origin')).toBe(LISTED)
    expect(headers.get('access-control-allow-methods')?.split(', ')).toContain(method)
    expect(headers.get('access-control-allow-headers')?.split(', ')).toEqual(
      expect.arrayContaining(['authorization', 'content-type', 'idempotency-key', 'mcp-session-id']),
    )
    expect(headers.get('access-control-allow-credentials')).toBeNull()
  })

  it('reads its answers', async () => {
    const answer = await fetch(new URL('/v1/runs', service.url), {
      method: 'POST',
      headers: { origin: LISTED, 'content-type': 'application/json' },
      body: JSON.stringify({ language: 'bash', code: 'echo from-the-notes' }),
    })
    expect(answer.headers.get('access-control-allow-origin')).toBe(LISTED)
    expect(answer.headers.get('access-control-expose-headers')).toContain('retry-after')
    expect(await answer.json()).toMatchObject({ run: { stdout: 'from-the-notes\n' } })
  })
})

it.each([
  ['of another origin', 'https://other.example', 403],
  ['of this machine, which may only open a WebSocket', 'http://localhost:3000', 404],
])('a page %s may not send', async (_who, origin, status) => {
  const answer = await askFor(origin, '/v1/runs')
  expect(answer.status).toBe(status)
  expect(answer.headers.get('access-control-allow-methods')).toBeNull()
})

it.each(['https://other.example', 'null'])('a page of %s may load the widget, and nothing else', async (origin) => {
  const load = (path: string): Promise<Response> => fetch(new URL(path, service.url), { headers: { origin } })
  const script = await load('/sandrun-editor.js')
  expect([script.status, script.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
  for (const path of ['/', '/embed', '/healthz', '/readyz', '/v1/languages', '/openapi.json', '/docs', '/metrics']) {
    const { status, headers } = await load(path)
    expect([path, status, headers.get('access-control-allow-origin')]).toEqual([path, 403, null])
  }
})
