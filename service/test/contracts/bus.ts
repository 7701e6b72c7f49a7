import { expect, it } from 'vitest'
import type { Bus } from '../../src/ports/bus.ts'
import { until } from '../support/until.ts'

export interface BusUnderTest {
  bus: Bus
  node: string
  /** Everything the node has received. */
  received: readonly Uint8Array[]
}

/** The contract of every bus. `given` are two nodes. */
export function busContract(given: () => readonly [BusUnderTest, BusUnderTest]): void {
  it('carries bytes to a node, in the order they were sent', async () => {
    const [one, other] = given()
    const messages = Array.from({ length: 300 }, (_value, at) => Buffer.from([0, 255, at >> 8, at & 255]))
    const sent = await Promise.all(messages.map((message) => one.bus.send(other.node, message)))
    expect(new Set(sent)).toEqual(new Set([true]))
    await until('all have come', () => other.received.length === messages.length)
    expect(other.received.map((message) => Buffer.from(message))).toEqual(messages)
    expect(one.received).toEqual([])
  })

  it('carries a node’s messages to itself', async () => {
    const [one] = given()
    expect(await one.bus.send(one.node, Buffer.from('me'))).toBe(true)
    await until('it has come', () => one.received.length === 1)
  })

  it('reports that a node does not exist', async () => {
    const [one] = given()
    expect(await one.bus.send('nobody', Buffer.from('hello'))).toBe(false)
  })
}
