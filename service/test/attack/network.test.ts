import { execFileSync } from 'node:child_process'
import type { Outcomes } from '../../src/attack/attack.ts'
import { escapeTo, NETWORK } from '../../src/attack/catalogue/network.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestService } from '../support/service.ts'
import { REACH } from '../../src/attack/catalogue/reach.ts'
import { contained } from './support/contained.ts'
import { all, host, type Relaxation } from './support/relax.ts'
import { attack, startTarget } from './support/target.ts'

/** Docker's own address on its bridge, reachable from every container with a network: the first of the subnet. */
const subnet = execFileSync(
  'docker',
  ['network', 'inspect', 'bridge', '--format', '{{(index .IPAM.Config 0).Subnet}}'],
  { encoding: 'utf8' },
)
const bridge = subnet.replace(/\.\d+\/\d+\s*$/, '.1')

let hardened: TestService
beforeAll(async () => {
  hardened = await startTarget()
})
afterAll(() => hardened[Symbol.asyncDispose]())

const escape = (service: TestService): Promise<Outcomes> =>
  escapeTo(bridge, (args) => attack(service, 'network.py', { args }))

/** Docker treats these two lines the same, and either is enough, so both are relaxed together. */
const network = (mode: string): Relaxation =>
  all(host({ NetworkMode: mode }), (options) => ({ ...options, NetworkDisabled: false }))

describe('the network', () => {
  it('is absent', async () => {
    expect(await escape(hardened)).toEqual(contained(NETWORK.attacks))
  })

  it('would exist with a bridge, and the host on it', async () => {
    await using control = await startTarget(network('bridge'))
    expect(await escape(control)).toMatchObject({
      'interfaces other than lo': expect.stringContaining('eth'),
      'tcp to the host': 'reached',
      'udp to the host': 'reached',
      // Listeners on loopback or on an abstract name stay out of reach as long as the sandbox has its own namespace.
      'loopback of the host': 'ECONNREFUSED',
      'abstract socket of the host': 'ECONNREFUSED',
    })
  })

  it("would be the host's in its network namespace", async () => {
    await using control = await startTarget(network('host'))
    expect(await escape(control)).toMatchObject({
      'loopback of the host': 'reached',
      'abstract socket of the host': 'reached',
    })
  })

  it("is absent for every kind of address, like the kernel's files, and would not be without the line", async () => {
    const ask = { args: [hardened.url.port] }
    expect(await attack(hardened, 'reach.py', ask)).toEqual(contained(REACH.attacks))
    await using bridged = await startTarget(network('bridge'))
    // This asks the kernel for the route and sends nothing.
    expect(await attack(bridged, 'reach.py', ask)).toMatchObject({
      'a way to the world': 'done',
      'a way to the metadata of a cloud': 'done',
      "a way to Docker's bridge": 'done',
    })
    await using open = await startTarget(all(network('host'), host({ Privileged: true })))
    const outcomes = await attack(open, 'reach.py', { args: [open.url.port] })
    expect(outcomes["the service's port"]).toBe('done')
    expect(outcomes['devices of the machine']).not.toBe('[]')
  })
})
