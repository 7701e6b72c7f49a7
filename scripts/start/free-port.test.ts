import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { claimPort, readPort } from './free-port.ts'

test('port 0 becomes a free port', async () => {
  await expect(claimPort('127.0.0.1', 0)).resolves.toBeGreaterThan(0)
})

test('a port in use is reported with the next one to try', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await expect(claimPort('127.0.0.1', port)).rejects.toMatchObject({
    message: `Another program uses port ${port}.`,
    todo: `Use another port (PORT=${port + 1} npm start) or stop the other program.`,
  })
  server.close()
})

test.each(['80x', '-1', '1.5', '65536', 'NaN'])('PORT=%s is not a port', (text) => {
  expect(() => readPort(text)).toThrow(`PORT=${text} is not a port.`)
})
