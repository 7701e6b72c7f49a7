import { LABELS } from '../../model/labels.ts'
import type { SandboxEngine } from '../../ports/sandbox-engine.ts'
import { isOnThisHost, isOwnerAlive, ownerName } from './owner.ts'

/**
 * Removes what dead processes left behind, in any state: containers of this node's earlier processes, of a dead process
 * on this host, and of other hosts past their deadline. Keeps what another living node owns, whichever installation
 * that belongs to. Returns how many it removed.
 */
export async function sweep(
  engine: Pick<SandboxEngine, 'listContainers' | 'removeContainer'>,
  node: string,
  now = new Date(),
): Promise<number> {
  const containers = await engine.listContainers({ [LABELS.owner]: '' })
  const orphans = containers.filter(({ labels }) => {
    const owner = labels[LABELS.owner] ?? ''
    const deadline = Date.parse(labels[LABELS.deadline] ?? '')
    if (owner === ownerName()) return false
    if (labels[LABELS.node] === node || !isOwnerAlive(owner)) return true
    // A clock may jump, but a living process needs no deadline.
    return deadline < now.getTime() && !isOnThisHost(owner)
  })
  await Promise.all(orphans.map(({ id }) => engine.removeContainer(id)))
  return orphans.length
}
