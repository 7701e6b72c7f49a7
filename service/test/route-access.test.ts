import { expect, it } from 'vitest'
import { startService } from './support/service.ts'

/** Routes without authentication in a service that needs a token; on WebSockets the token is in the first message. */
const PUBLIC: readonly RegExp[] = [
  /^(?:GET|HEAD) \/$/,
  /^(?:GET|HEAD) \/assets\//,
  // The widget and the framed page: the programs that they run need a token.
  /^(?:GET|HEAD) \/(?:sandrun-editor\.js|embed)$/,
  /^(?:GET|HEAD) \/docs/,
  /^(?:GET|HEAD) \/(?:openapi\.json|healthz|readyz|health|languages)$/,
  /^(?:GET|HEAD) \/v1\/(?:languages|languages\/:id|connect)$/,
  /^(?:GET|HEAD) \/judge0\/(?:languages|languages\/all|languages\/:id|statuses|version|about|config_info)$/,
  /^(?:GET|HEAD) \/sandboxfusion\/v1\/ping$/,
  /^(?:GET|HEAD) \/api\/v2\/(?:piston\/)?(?:runtimes|packages|connect)$/,
]

it('asks everybody for a token, except at the few public addresses', async () => {
  await using service = await startService({ SANDRUN_TOKEN: 'a-token-of-the-test' })
  const routes = service.app.routeTable.filter(({ url }) => !url.includes('*'))
  expect(routes.length).toBeGreaterThan(30)
  const open = new Set<string>()
  const refused = new Set<string>()
  for (const { method, url } of routes) {
    const response = await fetch(new URL(url, service.url), { method })
    await response.body?.cancel()
    if (response.status === 401) refused.add(`${method} ${url}`)
    else if (response.status !== 405) open.add(`${method} ${url}`)
  }
  expect([...open].filter((route) => !PUBLIC.some((pattern) => pattern.test(route)))).toEqual([])
  expect([...refused]).toEqual(
    expect.arrayContaining(['POST /v1/runs', 'GET /v1/runs/:id', 'POST /execute', 'POST /mcp']),
  )
})
