import type { AgentSession } from '../agent/agent-session.ts'
import type { PrepareFrame } from '../agent/frames.ts'
import type { AttachedContainer } from '../../ports/sandbox-engine.ts'

/** The frame that prepares a runtime in a sandbox, and the memory that it takes in MiB. */
export interface PreparedRuntime extends Omit<PrepareFrame, 'type'> {
  memoryMb: number
}

/** Fixed when a sandbox is made, except memory and processes, which can change later. */
export interface SandboxShape {
  packId: string
  image: string
  memoryMb: number
  processes: number
  diskMb: number
}

/** One container with its agent, for one run. */
export class Sandbox {
  readonly shape: SandboxShape
  readonly uid: number
  readonly agent: AgentSession
  readonly #container: AttachedContainer
  readonly #released: () => void
  #memoryMb: number
  #processes: number
  #preparedMb = 0
  #isPrepared = false
  #destroyed: Promise<void> | null = null

  constructor(
    shape: SandboxShape,
    uid: number,
    container: AttachedContainer,
    agent: AgentSession,
    released: () => void,
  ) {
    this.shape = shape
    this.uid = uid
    this.agent = agent
    this.#container = container
    this.#released = released
    this.#memoryMb = shape.memoryMb
    this.#processes = shape.processes
  }

  get id(): string {
    return this.#container.id
  }

  /** Changes the limits of the live container if they differ; takes about 10 ms at the engine. */
  async limit({ memoryMb, processes }: { memoryMb: number; processes: number }): Promise<void> {
    if (memoryMb === this.#memoryMb && processes === this.#processes) return
    await this.#container.update({ memoryBytes: memoryMb * 2 ** 20, pids: processes + AGENT_PROCESSES })
    this.#memoryMb = memoryMb
    this.#processes = processes
  }

  /** Prepares a runtime in it; resolves with null, or with the reason for a failure. */
  async prepare({ phase, argv, env, memoryMb }: PreparedRuntime): Promise<string | null> {
    this.#preparedMb = memoryMb
    const failure = await this.agent.prepare({ phase, argv, env })
    this.#isPrepared = failure === null
    return failure
  }

  /** Whether a runtime is prepared in it. */
  get isPrepared(): boolean {
    return this.#isPrepared
  }

  /** Its prepared runtime has run a program, or has ended. */
  endPrepared(): void {
    this.#isPrepared = false
  }

  /** The memory of its prepared runtime, in MiB; 0 if none was requested. */
  get preparedMb(): number {
    return this.#preparedMb
  }

  /** Kills everything inside and removes the container. */
  destroy(): Promise<void> {
    this.#destroyed ??= this.#destroy()
    return this.#destroyed
  }

  async #destroy(): Promise<void> {
    this.agent.close()
    try {
      await this.#container.destroy()
    } finally {
      this.#released()
    }
  }
}

/** The agent also counts against the container's pids limit. */
export const AGENT_PROCESSES = 1
