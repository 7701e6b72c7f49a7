import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import type { Claim, RunQueue } from '../../src/ports/run-queue.ts'
import type { SessionDirectory } from '../../src/ports/session-directory.ts'

export interface SessionsUnderTest {
  directory: SessionDirectory
  /** Where sessions are ordered. */
  queue: RunQueue
  /** Living nodes. */
  nodes: readonly [string, string]
  /** All nodes consider the node dead from now on. */
  die: (node: string) => Promise<void>
}

/** The contract of every directory of sessions, with the queue that creates them. `given` is empty. */
export function sessionDirectoryContract(given: () => SessionsUnderTest): void {
  const order = async (owner: string, sessions: number | undefined = 2): Promise<string> => {
    const id = randomUUID()
    const rest = { language: 'sh', interactive: true, caps: { running: 10, queued: 10 }, body: Buffer.from('order') }
    await given().queue.submit({ id, owner, ...rest, ...(sessions > 0 && { sessions }) })
    return id
  }
  const claim = async (node = given().nodes[0]): Promise<Claim> => {
    const claimed = await given().queue.claim(node, ['sh'])
    if (claimed === null) throw new Error('There is nothing to claim.')
    return claimed
  }
  const create = async (owner: string): Promise<Claim> => {
    await order(owner)
    const claimed = await claim()
    expect(await claimed.begin()).toBe(true)
    return claimed
  }

  it('finds a session from when its sandbox is ready until it ends', async () => {
    const { directory, nodes } = given()
    const id = await order('ada')
    const found = { id, owner: 'ada', language: 'sh', worker: nodes[0] }
    expect([await directory.find(id), await directory.list('ada')]).toEqual([null, []])
    const claimed = await claim()
    expect([await directory.find(id), await directory.list('ada')]).toEqual([null, []])
    await claimed.begin()
    expect([await directory.find(id), await directory.list('ada')]).toEqual([found, [found]])
    expect(await directory.list('eve')).toEqual([])
    await claimed.end()
    expect([await directory.find(id), await directory.list('ada')]).toEqual([null, []])
  })

  it('finds no run', async () => {
    const id = await order('ada', 0)
    await (await claim()).begin()
    const { directory } = given()
    expect([await directory.find(id), await directory.list('ada')]).toEqual([null, []])
  })

  it('finds no session of a dead worker, even before anything was recovered', async () => {
    const { directory, nodes, die } = given()
    const { run } = await create('ada')
    await die(nodes[0])
    expect([await directory.find(run), await directory.list('ada')]).toEqual([null, []])
  })

  it('counts a session from its order to its end, on whatever node', async () => {
    const { nodes, queue } = given()
    await order('ada')
    await order('ada')
    const refusal = { code: 'too-many-sessions' }
    await expect(order('ada')).rejects.toMatchObject(refusal)
    await order('eve')
    const [first, second] = [await claim(nodes[0]), await claim(nodes[1])]
    await first.begin()
    await expect(order('ada')).rejects.toMatchObject(refusal)
    await first.end()
    const third = await order('ada')
    await expect(order('ada')).rejects.toMatchObject(refusal)
    // Neither those that could not be created nor those that nobody wants any more count.
    await second.end()
    expect(await queue.withdraw(third)).toBe(true)
    await order('eve')
    await order('ada')
  })

  it('does not count the sessions of a dead worker, and no other worker takes them', async () => {
    const { queue, nodes, die } = given()
    await create('ada')
    await create('ada')
    await expect(order('ada')).rejects.toMatchObject({ code: 'too-many-sessions' })
    await die(nodes[0])
    await queue.recover()
    expect(await queue.claim(nodes[1], ['sh'])).toBeNull()
    await order('ada')
    await order('ada')
  })

  it('gives a session whose worker died before it was ready to another, and still counts it', async () => {
    const { directory, queue, nodes, die } = given()
    await order('ada')
    const id = await order('ada')
    const claimed = [await claim(), await claim()]
    await die(nodes[0])
    await queue.recover()
    expect(await Promise.all(claimed.map((one) => one.begin()))).toEqual([false, false])
    await expect(order('ada')).rejects.toMatchObject({ code: 'too-many-sessions' })
    for (const again of [await claim(nodes[1]), await claim(nodes[1])]) await again.begin()
    expect(await directory.find(id)).toMatchObject({ worker: nodes[1] })
  })
}
