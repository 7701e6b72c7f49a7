import { inject } from 'vitest'
import type { AgentProcess } from '../../src/drivers/process/agent-process.ts'
import { ProcessEngine } from '../../src/drivers/process/process-engine.ts'
import type { ContainerSpec } from '../../src/ports/sandbox-engine.ts'
import { testImages } from './test-languages.ts'

/** An engine of processes that has the agent's image, and one image per language. */
export function processEngine(languages: readonly string[] = []): TestEngine {
  const agent = inject('agent')
  if ('missing' in agent) {
    throw new Error(`This test runs the agent, which was not built: on Linux install make and gcc. ${agent.missing}`)
  }
  return new TestEngine({ agent: agent.path, images: testImages(languages) })
}

/** A start that a test holds back. */
interface HeldStart {
  spec: ContainerSpec
  proceed(): void
  refuse(error: Error): void
}

/** An engine of processes whose starts can be held back, refused and made to fail. */
export class TestEngine extends ProcessEngine {
  /** The requested starts, in order, whatever their result. */
  readonly asked: ContainerSpec[] = []
  /** The started ones, in order. */
  readonly started: AgentProcess[] = []
  /** The starts that wait while `holds` is set. */
  readonly held: HeldStart[] = []
  holds = false
  /** Every start fails with this. */
  refusal: Error | null = null
  /** An additional argument for the agent: an unknown one ends it before its first word. */
  argument: string | null = null
  /** Called at each start. */
  onStart: (started: AgentProcess) => void = () => {}
  #onOom: (id: string) => void = () => {}

  override async startContainer(spec: ContainerSpec): Promise<AgentProcess> {
    this.asked.push(spec)
    if (this.holds) await this.#hold(spec)
    if (this.refusal !== null) throw this.refusal
    const entrypoint = this.argument === null ? spec.entrypoint : [...spec.entrypoint, this.argument]
    const started = await super.startContainer({ ...spec, entrypoint })
    this.started.push(started)
    this.onStart(started)
    return started
  }

  override async watchOom(
    labels: Record<string, string>,
    onOom: (id: string) => void,
    signal: AbortSignal,
  ): Promise<void> {
    this.#onOom = onOom
    return super.watchOom(labels, onOom, signal)
  }

  /** As if the kernel's OOM killer had killed the agent itself. */
  runOutOfMemory(process: AgentProcess): void {
    this.#onOom(process.id)
    process.kill()
  }

  /** Ends what a test has left. */
  async clear(): Promise<void> {
    await Promise.all(this.started.map((process) => process.destroy()))
  }

  /** The current number. */
  async count(): Promise<number> {
    return (await this.listContainers({})).length
  }

  async #hold(spec: ContainerSpec): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.held.push({ spec, proceed: resolve, refuse: reject })
    await promise
  }
}
