import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from './support/browser.ts'
import { post, startService, type TestService } from './support/service.ts'

const TOKEN = 'sixteen-letters!'
const CODE = 'echo from-a-hostile-page'

/** The attempts in fixtures/hostile-page.js that do not leave the page. */
const ATTACKS = [
  'a fetch with a preflight',
  'a fetch without a preflight',
  'JSON declared as text',
  'a beacon',
  'a WebSocket',
]
const PAGE = '<!doctype html><title>prize</title><body><script src="/attacks.js"></script>'
const SCRIPT = await readFile(new URL('fixtures/hostile-page.js', import.meta.url), 'utf8')

/** Another server. */
async function startHostileServer(): Promise<Server> {
  const server = createServer(({ url }, response) => {
    const isScript = url === '/attacks.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html').end(isScript ? SCRIPT : PAGE)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

describe.each([
  ['everybody on this machine', {}, undefined],
  ['signed-in users', { SANDRUN_TOKEN: TOKEN }, TOKEN],
])('a hostile page runs nothing on a service for %s', (_who, environment, token) => {
  let service: TestService
  let server: Server
  let browser: Browser
  let page: Page
  let hostile: string

  beforeAll(async () => {
    service = await startService(environment)
    server = await startHostileServer()
    hostile = `http://evil.example:${(server.address() as AddressInfo).port}/`
    browser = await startBrowser({ 'evil.example': '127.0.0.1', 'rebound.example': '127.0.0.1' })
    // The service must not depend on the restrictions of its own pages.
    const context = await browser.newContext({ bypassCSP: true })
    // The user's own tab, signed in if the service needs a token.
    const own = await context.newPage()
    await own.goto(service.url.href)
    const headers = {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    }
    const init = JSON.stringify({
      method: 'POST',
      headers,
      body: JSON.stringify({ language: 'bash', code: 'echo own' }),
    })
    const ran = await own.evaluate(
      `localStorage.setItem('headers', '${JSON.stringify(headers)}'), fetch('/v1/runs', ${init}).then(({ status }) => status)`,
    )
    if (ran !== 200) throw new Error(`the user's own tab was answered ${String(ran)}`)
    page = await context.newPage()
  })
  afterAll(async () => {
    await browser.close()
    server.close()
    await service[Symbol.asyncDispose]()
  })

  /** The service's runs so far: the user's own tab began with one. */
  const runs = (): number => service.log.filter((line) => line.includes('run ended')).length
  const body = JSON.stringify({ language: 'bash', code: CODE })

  const attack = (name: string, target: string): Promise<unknown> =>
    page.evaluate(`attacks[${JSON.stringify(name)}](${JSON.stringify(target)}, ${JSON.stringify(body)})`)

  it.each(ATTACKS)('by %s', async (name) => {
    await page.goto(hostile)
    expect(await attack(name, service.url.origin)).not.toMatch(/answered|heard/)
    await settle()
    expect(runs()).toBe(1)
  })

  it('with a form that is JSON when it is sent as text', async () => {
    await page.goto(hostile)
    const answered = page.waitForResponse((response) => response.url().endsWith('/v1/runs'))
    await attack('a form', service.url.origin)
    expect((await answered).status()).toBe(403)
    await settle()
    expect(runs()).toBe(1)
  })

  it('with its own name, rebound to this machine', async () => {
    const rebound = `http://rebound.example:${service.url.port}`
    // The page came from elsewhere before its name got the service's address; from now on requests go to the service.
    await page.route(`${rebound}/page`, (route) => route.fulfill({ contentType: 'text/html', body: PAGE }))
    await page.route(`${rebound}/attacks.js`, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: SCRIPT }),
    )
    await page.goto(`${rebound}/page`)
    expect(await attack('a fetch with a preflight', rebound)).toBe('answered 403')
    expect(await attack('a WebSocket', rebound)).toBe('refused')
    await settle()
    expect(runs()).toBe(1)
  })

  /** Our run, which does not count, ends only after everything the page has sent was handled. */
  async function settle(): Promise<void> {
    await expect(post(service, { language: 'bash', code: 'echo settled' }, token)).resolves.toMatchObject({
      verdict: 'ok',
    })
    service.log.splice(
      service.log.findLastIndex((line) => line.includes('run ended')),
      1,
    )
  }
})
