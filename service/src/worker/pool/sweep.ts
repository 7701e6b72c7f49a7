import { LABELS } from '../../model/labels.ts'
import type { SandboxEngine } from '../../ports/sandbox-engine.ts'
import { isOwnerAlive, ownerName } from './owner.ts'

/**
 * Removes what a service that is gone left behind: containers of this installation or of a dead process on this
 * host, and any past its deadline, in whatever state. Returns how many.
 */
export async function sweep(engine: SandboxEngine, instance: string, now = new Date()): Promise<number> {
  const containers = await engine.listContainers({ [LABELS.owner]: '' })
  const orphans = containers.filter(({ labels }) => {
    const owner = labels[LABELS.owner] ?? ''
    if (owner === ownerName()) return false
    const deadline = Date.parse(labels[LABELS.deadline] ?? '')
    return labels[LABELS.instance] === instance || !isOwnerAlive(owner) || deadline < now.getTime()
  })
  await Promise.all(orphans.map(({ id }) => engine.removeContainer(id)))
  return orphans.length
}
