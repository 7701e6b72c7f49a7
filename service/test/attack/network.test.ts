import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo, type ListenOptions } from 'node:net'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestService } from '../support/service.ts'
import { all, host, type Relaxation } from './support/relax.ts'
import { attack, type Outcomes, startTarget } from './support/target.ts'

/** Docker's own address on its bridge, which every container with a network reaches: the first of the subnet. */
const subnet = execFileSync(
  'docker',
  ['network', 'inspect', 'bridge', '--format', '{{(index .IPAM.Config 0).Subnet}}'],
  { encoding: 'utf8' },
)
const bridge = subnet.replace(/\.\d+\/\d+\s*$/, '.1')

interface Listener extends AsyncDisposable {
  port: number
}

async function listen(options: ListenOptions): Promise<Listener> {
  const server = createServer((socket) => socket.on('error', () => {}).on('data', () => socket.end('reached')))
  server.listen(options)
  await once(server, 'listening')
  const address = server.address() as AddressInfo | string
  return {
    port: typeof address === 'string' ? 0 : address.port,
    [Symbol.asyncDispose]: async () => void (await new Promise((resolve) => server.close(resolve))),
  }
}

async function listenUdp(address: string): Promise<Listener> {
  const socket = createSocket('udp4')
  socket.on('message', (_bytes, from) => socket.send('reached', from.port, from.address))
  socket.bind(0, address)
  await once(socket, 'listening')
  return { port: socket.address().port, [Symbol.asyncDispose]: async () => void socket.close() }
}

let hardened: TestService
beforeAll(async () => {
  hardened = await startTarget()
})
afterAll(() => hardened[Symbol.asyncDispose]())

/** Everything a program could look for on the host is there while it looks. */
async function escape(service: TestService): Promise<Outcomes> {
  const abstract = `sandrun-attack-${randomBytes(6).toString('hex')}`
  await using tcp = await listen({ host: bridge, port: 0 })
  await using udp = await listenUdp(bridge)
  await using loopback = await listen({ host: '127.0.0.1', port: 0 })
  await using _unix = await listen({ path: `\0${abstract}` })
  return await attack(service, 'network.py', {
    args: [bridge, ...[tcp, udp, loopback].map(({ port }) => `${port}`), abstract],
  })
}

/** Two lines say the same to Docker, of which either is enough, so they are relaxed together. */
const network = (mode: string): Relaxation =>
  all(host({ NetworkMode: mode }), (options) => ({ ...options, NetworkDisabled: false }))

describe('the network', () => {
  it('is not there', async () => {
    expect(await escape(hardened)).toEqual({
      'interfaces other than lo': '[]',
      routes: '0',
      'tcp to the host': 'ENETUNREACH',
      'udp to the host': 'ENETUNREACH',
      'loopback of the host': 'ECONNREFUSED',
      'abstract socket of the host': 'ECONNREFUSED',
      'name server': expect.stringContaining('name resolution'),
      'sockets of Docker': '[]',
    })
  })

  it('would be, and the host on it, with a bridge', async () => {
    await using control = await startTarget(network('bridge'))
    expect(await escape(control)).toMatchObject({
      'interfaces other than lo': expect.stringContaining('eth'),
      'tcp to the host': 'reached',
      'udp to the host': 'reached',
      // What listens on loopback, or on an abstract name, stays out of reach as long as the namespace is its own.
      'loopback of the host': 'ECONNREFUSED',
      'abstract socket of the host': 'ECONNREFUSED',
    })
  })

  it('would be the whole host in its network namespace', async () => {
    await using control = await startTarget(network('host'))
    expect(await escape(control)).toMatchObject({
      'loopback of the host': 'reached',
      'abstract socket of the host': 'reached',
    })
  })
})
