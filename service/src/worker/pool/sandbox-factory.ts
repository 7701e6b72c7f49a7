import { SandrunError } from '@sandrun/shared'
import { AgentSession } from '../agent/agent-session.ts'
import { LABELS } from '../../model/labels.ts'
import type { HeldName, Holder } from './holder.ts'
import type { AttachedContainer, SandboxEngine, ContainerSpec } from '../../ports/sandbox-engine.ts'
import { AGENT_INIT, AGENT_PATH, type AgentVolume } from './agent-volume.ts'
import { type DiskPlace, divideDisk, SHM_MB } from './disk.ts'
import { AGENT_PROCESSES, Sandbox, type SandboxShape } from './sandbox.ts'
import type { UidAllocator } from './uid-allocator.ts'

const WORK_DIR = '/work'

export interface SandboxSettings {
  holder: Holder
  runtime: string | null
  cgroupParent: string | null
  cpuQuota: number | null
  /** Called with the time that each sandbox took, in milliseconds. */
  started: (milliseconds: number) => void
}

/** Makes sandboxes; others decide when. */
export class SandboxFactory {
  readonly #engine: SandboxEngine
  readonly #agent: AgentVolume
  readonly #settings: SandboxSettings
  readonly #uids: UidAllocator

  constructor(engine: SandboxEngine, agent: AgentVolume, settings: SandboxSettings, uids: UidAllocator) {
    this.#agent = agent
    this.#engine = engine
    this.#settings = settings
    this.#uids = uids
  }

  /** A started sandbox whose agent is ready. Leaves nothing behind on failure. */
  async create(shape: SandboxShape): Promise<Sandbox> {
    const begun = performance.now()
    const uid = this.#uids.take()
    const name = this.#settings.holder.takeName(shape.packId)
    const release = (): void => {
      this.#uids.release(uid)
      name[Symbol.dispose]()
    }
    const container = await this.#start(this.#spec(shape, uid, name)).catch((error: unknown) => {
      release()
      throw error
    })
    const sandbox = new Sandbox(shape, uid, container, new AgentSession(container), release)
    try {
      await sandbox.agent.ready
      this.#settings.started(performance.now() - begun)
      return sandbox
    } catch (error) {
      await sandbox.destroy()
      throw error
    }
  }

  /** If a start finds no agent, the volume was pruned: fills it and tries once more. */
  async #start(spec: ContainerSpec): Promise<AttachedContainer> {
    try {
      return await this.#engine.startContainer(spec)
    } catch (error) {
      if (!(error instanceof SandrunError && error.message.includes(AGENT_INIT))) throw error
      await this.#agent.fill()
      return this.#engine.startContainer(spec)
    }
  }

  #spec(shape: SandboxShape, uid: number, { name }: HeldName): ContainerSpec {
    const { holder, runtime, cgroupParent, cpuQuota } = this.#settings
    const { work, tmp } = divideDisk(shape.diskMb)
    const tmpfs = ({ megabytes, files }: DiskPlace): string =>
      `rw,nosuid,nodev,size=${megabytes}m,nr_inodes=${files},mode=0700,uid=${uid},gid=${uid}`
    return {
      image: shape.image,
      name,
      labels: {
        ...holder.labels(),
        [LABELS.pack]: shape.packId,
      },
      entrypoint: [AGENT_INIT],
      env: {},
      user: `${uid}:${uid}`,
      workDir: WORK_DIR,
      memoryBytes: shape.memoryMb * 2 ** 20,
      pids: shape.processes + AGENT_PROCESSES,
      cpuShares: 1024,
      cgroupParent,
      cpuQuota,
      tmpfs: {
        [WORK_DIR]: `${tmpfs(work)},exec`,
        '/tmp': `${tmpfs(tmp)},noexec`,
      },
      shmBytes: SHM_MB * 2 ** 20,
      agentVolume: { name: this.#agent.name, path: AGENT_PATH },
      runtime,
    }
  }
}
