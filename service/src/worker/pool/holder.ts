import { LABELS } from '../../model/labels.ts'

/** Anyone may remove a container that is older than this. */
const LIFETIME_MS = 24 * 3_600_000

/** Who holds a container. */
export interface Holder {
  /** The process, as ownerName() names it. */
  owner: string
  /** The installation. */
  instance: string
  /** Id of the node. */
  node: string
}

/** Labels by which `sweep` recognises a container of a dead process. */
export function heldBy({ owner, instance, node }: Holder): Record<string, string> {
  return {
    [LABELS.owner]: owner,
    [LABELS.instance]: instance,
    [LABELS.node]: node,
    [LABELS.deadline]: new Date(Date.now() + LIFETIME_MS).toISOString(),
  }
}
