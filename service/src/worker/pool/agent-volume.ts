import { SandrunError } from '@sandrun/shared'
import { LABELS } from '../../model/labels.ts'
import type { Holder } from './holder.ts'
import type { ImageEngine, ImageInfo } from '../../ports/image-engine.ts'
import type { SandboxEngine } from '../../ports/sandbox-engine.ts'

export const AGENT_IMAGE = 'sandrun/agent'

/** Where every sandbox mounts the volume, and the agent's binary there. */
export const AGENT_PATH = '/.sandrun'
export const AGENT_INIT = `${AGENT_PATH}/init`

const VOLUME_PREFIX = 'sandrun-agent-'
const VOLUME_NAME = /^sandrun-agent-[0-9a-f]{12}$/

/** A name for the agent's build. */
function hashOf(agent: ImageInfo): string {
  return agent.id.replace('sha256:', '').slice(0, 12)
}

/**
 * The volume that brings the agent into every sandbox: one per build of the agent, so that a running service keeps the
 * one it started with.
 */
export class AgentVolume {
  readonly name: string
  readonly #engine: SandboxEngine
  readonly #hash: string
  readonly #holder: Holder

  private constructor(engine: SandboxEngine, hash: string, holder: Holder) {
    this.name = `${VOLUME_PREFIX}${hash}`
    this.#engine = engine
    this.#hash = hash
    this.#holder = holder
  }

  /** Makes sure that the volume exists and is full. Throws `image-missing` when the agent is not built. */
  static async prepare(engine: SandboxEngine, holder: Holder): Promise<AgentVolume> {
    const image = await engine.inspectImage(AGENT_IMAGE)
    if (image === null) {
      throw new SandrunError('image-missing', 'The agent is not built. Every sandbox needs it.', {
        hint: 'Build it: sandrun lang build --starter',
      })
    }
    const volume = new AgentVolume(engine, hashOf(image), holder)
    await volume.fill()
    return volume
  }

  /** Fills an empty volume: after `docker volume prune`, Docker mounts a new one of the same name. */
  async fill(): Promise<void> {
    const volume = { name: this.name, labels: { [LABELS.hash]: this.#hash } }
    using filler = this.#holder.takeName('fill')
    const labels = this.#holder.labels()
    await this.#engine.fillVolume(volume, { image: AGENT_IMAGE, path: AGENT_PATH, name: filler.name, labels })
  }
}

/** Removes the volumes of earlier builds of the agent that no container uses. Returns how many. */
export async function pruneAgentVolumes(engine: ImageEngine): Promise<number> {
  const agent = await engine.inspectImage(AGENT_IMAGE)
  const current = agent === null ? null : `${VOLUME_PREFIX}${hashOf(agent)}`
  let removed = 0
  for (const name of await engine.listVolumes(LABELS.hash)) {
    const isOld = VOLUME_NAME.test(name) && name !== current
    if (isOld && (await engine.removeUnusedVolume(name))) removed++
  }
  return removed
}
