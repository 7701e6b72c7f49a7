import type { FastifyBaseLogger } from 'fastify'
import { LABELS } from '../../model/labels.ts'
import type { ContainerSummary, SandboxEngine } from '../../ports/sandbox-engine.ts'
import type { Holder } from './holder.ts'
import { isOnThisHost, isOwnerAlive } from './owner.ts'

type SweptEngine = Pick<SandboxEngine, 'listContainers' | 'removeContainer' | 'removeUnusedVolumes'>

/**
 * Removes what was left behind: by dead processes, and by an engine that died while it made or removed a container of
 * this process. Keeps what this process holds, and what another living node owns, whichever installation that belongs
 * to.
 */
export class Sweeper {
  readonly #engine: SweptEngine
  readonly #holder: Holder
  readonly #log: FastifyBaseLogger
  /** By the container's id. */
  readonly #removing = new Map<string, Promise<void>>()
  /** Ids of containers that the log has named. */
  #logged = new Set<string>()

  constructor(engine: SweptEngine, holder: Holder, log: FastifyBaseLogger) {
    this.#engine = engine
    this.#holder = holder
    this.#log = log
  }

  /**
   * Removes, in any state: containers of this node that this process does not hold, those of a dead process on this
   * host, and those of other hosts past their deadline. Throws when the engine can't be asked.
   */
  async sweepMachine(now = new Date()): Promise<void> {
    await this.#sweep({ [LABELS.owner]: '' }, (labels) => isAbandoned(labels, now))
    await this.settled()
  }

  /** Begins to remove the containers of this node that this process does not hold. Throws like `sweepMachine`. */
  async sweepNode(): Promise<void> {
    await this.#sweep({ [LABELS.node]: this.#holder.node }, () => false)
  }

  /** Resolves when all removals that have begun have ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#removing.values())
  }

  async #sweep(
    wanted: Record<string, string>,
    isLeftElsewhere: (labels: ContainerSummary['labels']) => boolean,
  ): Promise<void> {
    const containers = await this.#engine.listContainers(wanted)
    this.#logged = new Set(containers.map(({ id }) => id).filter((id) => this.#logged.has(id)))
    for (const container of containers) {
      const { id, name, state, labels } = container
      const isLeft = labels[LABELS.node] === this.#holder.node ? !this.#holder.holds(name) : isLeftElsewhere(labels)
      // The engine itself removes some.
      if (!isLeft || state === 'removing' || this.#removing.has(id)) continue
      const removal = this.#remove(container).finally(() => this.#removing.delete(id))
      this.#removing.set(id, removal)
    }
    // Nobody needs a volume that no container uses: the engine makes them with their container.
    const volumes = await this.#engine.removeUnusedVolumes(wanted)
    if (volumes > 0) this.#log.info({ volumes }, 'removed leftover volumes')
  }

  /** Logs it once: the next sweep tries again, and Docker may list a container that it no longer knows. */
  async #remove({ id, state }: ContainerSummary): Promise<void> {
    const isNew = !this.#logged.has(id)
    this.#logged.add(id)
    try {
      await this.#engine.removeContainer(id)
      if (isNew) this.#log.info({ container: id, state }, 'removed a leftover container')
    } catch (error) {
      if (isNew) this.#log.warn({ err: error, container: id, state }, "can't remove a leftover container")
    }
  }
}

/** Whether a container of another node has no living owner. */
function isAbandoned(labels: ContainerSummary['labels'], now: Date): boolean {
  const owner = labels[LABELS.owner] ?? ''
  if (!isOwnerAlive(owner)) return true
  // A clock may jump, but a living process needs no deadline.
  return Date.parse(labels[LABELS.deadline] ?? '') < now.getTime() && !isOnThisHost(owner)
}
