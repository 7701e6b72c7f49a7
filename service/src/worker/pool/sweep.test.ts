import { hostname } from 'node:os'
import { expect, it } from 'vitest'
import { LABELS } from '../../model/labels.ts'
import { ownerName } from './owner.ts'
import { sweep } from './sweep.ts'

const NOW = new Date('2026-01-01T00:00:00Z')
const PAST = '2025-12-31T00:00:00Z'
const LATER = '2026-01-01T01:00:00Z'
/** No process has the highest possible id (proc(5), pid_max). */
const DEAD = `${hostname()}:${2 ** 22}:1`
const ELSEWHERE = 'other-host:1:1'

async function swept(owner: string, node: string, deadline = LATER): Promise<boolean> {
  const labels = {
    [LABELS.owner]: owner,
    [LABELS.node]: node,
    [LABELS.instance]: 'compose',
    [LABELS.deadline]: deadline,
  }
  const removed: string[] = []
  const engine = {
    listContainers: async () => [{ id: 'a', state: 'running', labels }],
    removeContainer: async (id: string) => void removed.push(id),
  }
  await sweep(engine, 'mine', NOW)
  return removed.includes('a')
}

it.each([
  ['of an earlier process of this node, in another container', ELSEWHERE, 'mine', LATER, true],
  ['of a dead process on this host', DEAD, 'another', LATER, true],
  ['of a living node elsewhere, though of the same installation', ELSEWHERE, 'another', LATER, false],
  ['of this process', ownerName(), 'mine', LATER, false],
  ['of this process, after the clock has jumped past its deadline', ownerName(), 'mine', PAST, false],
  ['of a living process on this host, past its deadline', ownerName(process.ppid), 'another', PAST, false],
  ['of a living node, past its deadline', ELSEWHERE, 'another', PAST, true],
])('a container %s', async (_what, owner, node, deadline, removed) => {
  await expect(swept(owner, node, deadline)).resolves.toBe(removed)
})
