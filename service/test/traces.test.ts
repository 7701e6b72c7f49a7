import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { post, startService } from './support/service.ts'

it('sends a span for each run to the collector', async () => {
  const received: string[] = []
  const collector = createServer((request, response) => {
    void json(request).then((body) => {
      received.push(`${request.url} ${JSON.stringify(body)}`)
      response.setHeader('content-type', 'application/json').end('{}')
    })
  })
  collector.listen(0, '127.0.0.1')
  await once(collector, 'listening')
  const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`
  try {
    {
      await using service = await startService({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })
      await post(service, { language: 'bash', code: 'echo s3cret; exit 3' })
    }
    expect(received).toHaveLength(1)
    expect(received[0]).toMatch(/^\/v1\/traces /)
    expect(received[0]).toContain('"sandrun.verdict","value":{"stringValue":"runtime-error"}')
    expect(received[0]).not.toContain('s3cret')
  } finally {
    collector.closeAllConnections()
    collector.close()
  }
})
