import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { Claim, QueuedOrder, RunQueue } from '../../src/ports/run-queue.ts'

export interface QueueUnderTest {
  /**
   * Queues for a gateway and for a worker, each in its own process. Three runs may wait besides those that are to run.
   */
  queues: readonly [RunQueue, RunQueue]
  /** Living nodes. */
  nodes: readonly [string, string]
  /** All nodes consider the node dead from now on. */
  die: (node: string) => Promise<void>
}

const order = (more: Partial<QueuedOrder> = {}): QueuedOrder => ({
  id: randomUUID(),
  owner: 'ada',
  interactive: true,
  language: 'sh',
  caps: { running: 10, queued: 10 },
  body: Buffer.from('\x00\xff order'),
  ...more,
})

/** The contract of every run queue. `given` is empty. */
export function runQueueContract(given: () => QueueUnderTest): void {
  const claim = async (node: string, ...languages: string[]): Promise<Claim | null> =>
    given().queues[1].claim(node, languages.length === 0 ? ['sh'] : languages)
  const claimed = async (node: string): Promise<Claim> => {
    const found = await claim(node)
    if (found === null) throw new Error('There is nothing to claim.')
    return found
  }
  const claimAll = async (node: string): Promise<string[]> => {
    const ids: string[] = []
    for (let next = await claim(node); next !== null; next = await claim(node)) ids.push(next.run)
    return ids
  }

  it('gives a run unchanged to one node, and lets it begin once', async () => {
    const {
      queues: [queue],
      nodes: [one, other],
    } = given()
    const run = order()
    await queue.submit(run)
    const taken = await claimed(one)
    expect([taken.run, Buffer.from(taken.body)]).toEqual([run.id, run.body])
    expect(await claim(other)).toBeNull()
    expect(await queue.state(run.id)).toBe('claimed')
    expect([await taken.begin(), await taken.begin()]).toEqual([true, false])
    expect(await queue.state(run.id)).toBe('begun')
    await taken.end()
    expect(await queue.state(run.id)).toBe('ended')
    expect(await queue.state(randomUUID())).toBeNull()
  })

  it('reports work at once', async () => {
    const { queues, nodes } = given()
    const { promise: told, resolve } = Promise.withResolvers<void>()
    expect(await claim(nodes[0])).toBeNull()
    const stop = queues[1].onWork(resolve)
    await queues[0].submit(order())
    await told
    stop()
    expect(await claim(nodes[0])).not.toBeNull()
  })

  it('gives a run to a node that has its language', async () => {
    const {
      queues: [queue],
      nodes: [one],
    } = given()
    const [java, ruby] = [order({ language: 'java' }), order({ language: 'ruby' })]
    await queue.submit(java)
    await queue.submit(ruby)
    expect(await claim(one, 'sh')).toBeNull()
    expect((await claim(one, 'sh', 'ruby'))?.run).toBe(ruby.id)
    expect(await queue.positions([java.id, ruby.id])).toEqual([1, null])
  })

  it('serves owners in turn, and within a round the higher priority first', async () => {
    const {
      queues: [queue],
      nodes: [one],
    } = given()
    const [first, second, eves] = [order(), order(), order({ owner: 'eve', interactive: false })]
    for (const run of [first, second, eves]) await queue.submit(run)
    expect(await queue.positions([first.id, second.id, eves.id])).toEqual([1, 3, 2])
    expect(await claimAll(one)).toEqual([first.id, eves.id, second.id])
  })

  it('limits an owner to its running runs, and lets others pass', async () => {
    const {
      queues: [queue],
      nodes: [one],
    } = given()
    const caps = { running: 1, queued: 10 }
    const [first, second, eves] = [order({ caps }), order({ caps }), order({ owner: 'eve' })]
    for (const run of [first, second, eves]) await queue.submit(run)
    const running = await claimed(one)
    expect(await claimAll(one)).toEqual([eves.id])
    await running.end()
    expect(await claimAll(one)).toEqual([second.id])
  })

  it('lets another node claim a run that was given back, in its old place', async () => {
    const { queues, nodes } = given()
    const [first, second] = [order({ caps: { running: 1, queued: 10 } }), order()]
    await queues[0].submit(first)
    const before = await claim(nodes[0])
    await queues[0].submit(second)
    await before?.release()
    await before?.release()
    expect(await before?.begin()).toBe(false)
    await before?.end()
    expect(await queues[0].positions([first.id, second.id])).toEqual([1, 2])
    const again = await claim(nodes[1])
    expect([again?.run, await again?.begin()]).toEqual([first.id, true])
    // A claim that has begun stays.
    await again?.release()
    expect(await queues[0].state(first.id)).toBe('begun')
  })

  it('refuses more queued runs than allowed, for one owner and for all', async () => {
    const {
      queues: [queue],
    } = given()
    const caps = { running: 1, queued: 1 }
    await queue.submit(order({ caps }))
    await queue.submit(order({ caps }))
    await expect(queue.submit(order({ caps }))).rejects.toMatchObject({
      code: 'cap-reached',
      retryAfter: expect.any(Number),
    })
    await queue.submit(order({ owner: 'eve' }))
    await expect(queue.submit(order({ owner: 'bob' }))).rejects.toMatchObject({ code: 'queue-full' })
  })

  it('takes back queued runs, and nothing else', async () => {
    const {
      queues: [queue],
      nodes: [one],
    } = given()
    const [waiting, taken] = [order(), order()]
    await queue.submit(taken)
    const held = await claimed(one)
    await queue.submit(waiting)
    expect([await queue.withdraw(waiting.id), await queue.withdraw(taken.id)]).toEqual([true, false])
    expect(await claim(one)).toBeNull()
    await held.end()
    expect(await queue.withdraw(taken.id)).toBe(false)
  })

  it('gives runs that a dead node had not begun to another, and counts the begun ones as lost', async () => {
    const {
      queues: [queue],
      nodes: [one, other],
      die,
    } = given()
    const [begun, claimedOnly] = [order(), order()]
    await queue.submit(begun)
    const first = await claimed(one)
    await first.begin()
    await queue.submit(claimedOnly)
    const second = await claimed(one)
    await queue.recover()
    expect(await claim(other)).toBeNull()
    await die(one)
    expect(await second.begin()).toBe(false)
    await queue.recover()
    expect([await queue.state(begun.id), await queue.state(claimedOnly.id)]).toEqual(['lost', 'waiting'])
    const again = await claimed(other)
    expect([again.run, await again.begin()]).toEqual([claimedOnly.id, true])
    expect(await second.begin()).toBe(false)
    // An ended run stays ended, whatever the dead node still reports.
    await first.end()
    expect(await queue.state(begun.id)).toBe('lost')
  })

  it('gives a dead node nothing', async () => {
    const {
      queues: [queue],
      nodes: [one],
      die,
    } = given()
    await queue.submit(order())
    await die(one)
    expect(await claim(one)).toBeNull()
  })

  it('does not repeat a run on which three nodes died', async () => {
    const { queues, nodes, die } = given()
    const run = order()
    await queues[0].submit(run)
    for (const node of nodes) {
      expect((await claimed(node)).run).toBe(run.id)
      await die(node)
      await queues[0].recover()
    }
    expect(await queues[0].state(run.id)).toBe('waiting')
  })
}
