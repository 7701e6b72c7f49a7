import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { Outbox, outboxOf } from './outbox.ts'

const LONG = { type: 'exit', text: '\u0001'.repeat(2 ** 21) }

let server: WebSocketServer
let near: WebSocket
let far: WebSocket
let heard: string[]

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  await once(server, 'listening')
  const connected = once(server, 'connection')
  far = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  heard = []
  far.on('message', (data: Buffer, isBinary) => heard.push(`${isBinary ? 'bytes' : 'text'} ${data.toString()}`))
  await once(far, 'open')
  near = ((await connected) as [WebSocket])[0]
})
afterEach(() => {
  far.terminate()
  server.close()
})

it('sends a long message completely, then later ones, and then closes', async () => {
  const outbox = new Outbox(near)
  const closed = once(far, 'close')
  outbox.send(LONG)
  outbox.send({ type: 'heartbeat' })
  outbox.sendBytes(Buffer.from('bytes'), () => {})
  outbox.send({ ...LONG, type: 'case' })
  outbox.send({ type: 'error' })
  outbox.close(1008, 'enough')
  expect((await closed)[0]).toBe(1008)
  expect(heard.map((text) => text.slice(0, 25))).toEqual([
    'text {"type":"exit","text',
    'text {"type":"heartbeat"}',
    'bytes bytes',
    'text {"type":"case","text',
    'text {"type":"error"}',
  ])
  expect(heard[0] === `text ${JSON.stringify(LONG)}`).toBe(true)
})

it('gives others their turn in between', async () => {
  let turns = 0
  const turn = (): void => {
    turns++
    immediate = setImmediate(turn)
  }
  let immediate = setImmediate(turn)
  const taken = Promise.withResolvers<void>()
  new Outbox(near).send(LONG, taken.resolve)
  await taken.promise
  clearImmediate(immediate)
  expect(turns).toBeGreaterThan(16)
})

it('reports everything as handled when its client leaves in the middle', async () => {
  const outbox = new Outbox(near)
  const taken = [Promise.withResolvers<void>(), Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const
  outbox.send(LONG, taken[0].resolve)
  outbox.sendBytes(Buffer.from('bytes'), taken[1].resolve)
  outbox.send(LONG, taken[2].resolve)
  far.terminate()
  await expect(Promise.all(taken.map(({ promise }) => promise))).resolves.toHaveLength(3)
})

it('exists once for each socket', () => {
  expect(outboxOf(near)).toBe(outboxOf(near))
  expect(outboxOf(near)).not.toBe(outboxOf(far))
})
