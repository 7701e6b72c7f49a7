import { Readable } from 'node:stream'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import Fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sendJson } from '../routes/send-json.ts'
import { registerCompression } from './compression.ts'

const LONG = 'a text that is worth it. '.repeat(200)

let app: FastifyInstance

beforeEach(async () => {
  app = Fastify()
  await registerCompression(app)
  app.get('/text', () => LONG)
  app.get('/short', () => 'short')
  app.get('/result', (_request, reply) => sendJson(reply, { stdout: LONG.repeat(100) }))
  app.get('/short-result', (_request, reply) => sendJson(reply, { stdout: 'short' }))
  app.get('/events', (_request, reply) => reply.type('text/event-stream').send(Readable.from([LONG, LONG])))
  app.get('/picture', (_request, reply) => reply.type('image/png').send(Buffer.from(LONG)))
})
afterEach(() => app.close())

async function ask(url: string, accepted?: string): Promise<{ coding: unknown; bytes: Buffer }> {
  const { headers, rawPayload } = await app.inject({
    url,
    headers: accepted === undefined ? {} : { 'accept-encoding': accepted },
  })
  return { coding: headers['content-encoding'], bytes: rawPayload }
}

describe('compression', () => {
  it('compresses text in a format that the reader accepts', async () => {
    const br = await ask('/text', 'gzip, deflate, br')
    expect(br.coding).toBe('br')
    expect(brotliDecompressSync(br.bytes).toString()).toBe(LONG)
    const gzip = await ask('/text', 'gzip')
    expect(gzip.coding).toBe('gzip')
    expect(gunzipSync(gzip.bytes).toString()).toBe(LONG)
    expect(await ask('/text')).toEqual({ coding: undefined, bytes: Buffer.from(LONG) })
  })

  it('compresses a long result while it is made, and leaves a short one alone', async () => {
    const { coding, bytes } = await ask('/result', 'br')
    expect(coding).toBe('br')
    expect(JSON.parse(brotliDecompressSync(bytes).toString())).toEqual({ stdout: LONG.repeat(100) })
    expect(await ask('/short-result', 'br')).toEqual({ coding: undefined, bytes: Buffer.from('{"stdout":"short"}') })
  })

  it.each(['/short', '/events', '/picture'])('leaves %s unchanged', async (url) => {
    expect((await ask(url, 'br')).coding).toBeUndefined()
  })
})
