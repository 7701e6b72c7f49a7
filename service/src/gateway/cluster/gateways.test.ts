import { pino } from 'pino'
import { expect, it } from 'vitest'
import { fakeRegistry } from '../../../test/support/fake-registry.ts'
import { Gateways } from './gateways.ts'

const node = (id: string) => ({
  id,
  role: 'gateway' as const,
  host: '',
  version: '',
  running: 0,
  places: 0,
  draining: false,
  languages: [],
})

/** Two gateways that reach each other; `change` changes each message on its way. */
function pair(change: (message: string) => string): [Gateways, Gateways] {
  const registry = fakeRegistry(async () => [node('one'), node('other')])
  const log = pino({ level: 'silent' })
  const all = new Map<string, Gateways>()
  const bus = {
    async send(to: string, message: Uint8Array) {
      all.get(to)?.receive(Buffer.from(change(Buffer.from(message).toString())))
      return true
    },
  }
  const make = (name: string): Gateways => {
    const membership = { node: name, connected: true, now: Date.now }
    const gateways = new Gateways({ membership, registry, log }, () => bus)
    all.set(name, gateways)
    return gateways
  }
  return [make('one'), make('other')]
}

const question = { type: 'cancel-calls', principal: 'ada', session: 's' } as const

it.each([
  ['a question', 'cancel-calls'],
  ['an answer', 'nothing'],
])('gets nothing if the other is of a version with %s that is unknown here', async (_what, word) => {
  const [one, other] = pair((message) => message.replace(`"${word}"`, '"new"'))
  using _one = one
  using _other = other
  await expect(one.ask('other', question)).resolves.toEqual({ type: 'nothing' })
})
