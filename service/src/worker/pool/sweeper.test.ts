import { hostname } from 'node:os'
import { pino } from 'pino'
import { expect, it, vi } from 'vitest'
import { LABELS } from '../../model/labels.ts'
import type { ContainerSummary } from '../../ports/sandbox-engine.ts'
import { Holder } from './holder.ts'
import { ownerName } from './owner.ts'
import { Sweeper } from './sweeper.ts'

const NOW = new Date('2026-01-01T00:00:00Z')
const PAST = '2025-12-31T00:00:00Z'
const LATER = '2026-01-01T01:00:00Z'
/** No process has the highest possible id (proc(5), pid_max). */
const DEAD_HERE = `${hostname()}:${2 ** 22}:1`
const DEAD = `${DEAD_HERE}:${ownerName().split(':').at(-1)}`
const ELSEWHERE = 'other-host:1:1'

/** A sweeper of an engine with these containers, as the process `ownerName()` on the node `mine`. */
function swept(...containers: readonly ContainerSummary[]): {
  sweeper: Sweeper
  holder: Holder
  removed: string[]
  remove: ReturnType<typeof vi.fn<(id: string) => Promise<void>>>
  log: string[]
} {
  const removed: string[] = []
  const remove = vi.fn<(id: string) => Promise<void>>(async (id) => void removed.push(id))
  const engine = {
    listContainers: async (wanted: Record<string, string>) =>
      containers.filter(({ labels }) =>
        Object.entries(wanted).every(([name, value]) => name in labels && ['', labels[name]].includes(value)),
      ),
    removeContainer: remove,
    removeUnusedVolumes: async () => 0,
  }
  const log: string[] = []
  const holder = new Holder({ owner: ownerName(), instance: 'compose', node: 'mine' })
  const logger = pino({ level: 'warn' }, { write: (line) => void log.push(line) })
  return { sweeper: new Sweeper(engine, holder, logger), holder, removed, remove, log }
}

function container(owner: string, node: string, deadline = LATER): ContainerSummary {
  const labels = { [LABELS.owner]: owner, [LABELS.node]: node, [LABELS.deadline]: deadline }
  return { id: 'a', name: 'sandrun-bash-1', state: 'running', labels }
}

it.each([
  ['of an earlier process of this node, in another container', ELSEWHERE, 'mine', LATER, true],
  ['of a dead process on this host', DEAD, 'another', LATER, true],
  ['of a living node elsewhere, though of the same installation', ELSEWHERE, 'another', LATER, false],
  ['of a process in a container with the name of its host', `${DEAD_HERE}:1`, 'another', LATER, false],
  ['of this process, but of another of its nodes', ownerName(), 'another', LATER, false],
  ['of a living process on this host, past its deadline', ownerName(process.ppid), 'another', PAST, false],
  ['of a living node, past its deadline', ELSEWHERE, 'another', PAST, true],
])('at the start, a container %s', async (_what, owner, node, deadline, removes) => {
  const { sweeper, removed } = swept(container(owner, node, deadline))
  await sweeper.sweepMachine(NOW)
  expect(removed).toEqual(removes ? ['a'] : [])
})

it.each([
  ['of an earlier process of this node', ELSEWHERE, 'mine', true],
  ['of this process, which it does not hold', ownerName(), 'mine', true],
  ['of a dead process on this host, which the next start removes', DEAD, 'another', false],
])('later, a container %s', async (_what, owner, node, removes) => {
  const { sweeper, removed } = swept(container(owner, node, PAST))
  await sweeper.sweepNode()
  await sweeper.settled()
  expect(removed).toEqual(removes ? ['a'] : [])
})

it.each(['created', 'running', 'exited', 'dead'])(
  'keeps a container that its process holds, also past its deadline, and removes it afterwards: %s',
  async (state) => {
    const own = { ...container(ownerName(), 'mine', PAST), state }
    const { sweeper, holder, removed } = swept(own)
    using held = holder.takeName('bash')
    own.name = held.name
    await sweeper.sweepNode()
    await sweeper.sweepMachine(NOW)
    expect(removed).toEqual([])
    held[Symbol.dispose]()
    await sweeper.sweepNode()
    expect(removed).toEqual(['a'])
  },
)

it('leaves a container alone that the engine is removing', async () => {
  const { sweeper, removed } = swept({ ...container(ownerName(), 'mine'), state: 'removing' })
  await sweeper.sweepMachine(NOW)
  expect(removed).toEqual([])
})

it('waits for no removal, begins none twice, and tries a failed one again without another word', async () => {
  const { sweeper, remove, log } = swept(container(ownerName(), 'mine'))
  const { promise, reject } = Promise.withResolvers<void>()
  remove.mockReturnValueOnce(promise)
  await sweeper.sweepNode()
  await sweeper.sweepNode()
  expect(remove).toHaveBeenCalledTimes(1)
  reject(new Error('busy'))
  await sweeper.settled()
  remove.mockRejectedValueOnce(new Error('busy'))
  await sweeper.sweepMachine(NOW)
  expect(remove).toHaveBeenCalledTimes(2)
  expect(log).toEqual([expect.stringContaining("can't remove a leftover container")])
})
