import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { expect, it } from 'vitest'
import { Drain } from '../../../health/drain.ts'
import { registerClosing } from './closing.ts'
import { registerErrors } from './errors.ts'

it('refuses with a code what arrives on an open connection while the service closes', async () => {
  const app = Fastify({ return503OnClosing: false })
  registerErrors(app)
  registerClosing(app, new Drain())
  app.get('/', () => 'here')
  const asked = Promise.withResolvers<string>()
  app.addHook('preClose', async () => asked.resolve(await ask()))
  await app.listen({ port: 0, host: '127.0.0.1' })
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1').setEncoding('utf8')
  const ask = async (): Promise<string> => {
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n')
    const [answer] = await once(socket, 'data')
    return String(answer)
  }
  expect(await ask()).toContain('here')
  await app.close()
  expect(await asked.promise).toMatch(/^HTTP\/1\.1 503 .*"code":"shutting-down".*"retryable":true.*"requestId":/s)
})

it('closes each connection after its answer while the service drains', async () => {
  const app = Fastify()
  const drain = new Drain()
  registerClosing(app, drain)
  app.get('/', () => 'here')
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  const ask = async (): Promise<string | null> =>
    (await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'keep-alive' } })).headers.get('connection')
  expect(await ask()).toBe('keep-alive')
  await drain.begin(0)
  expect(await ask()).toBe('close')
  await app.close()
})
