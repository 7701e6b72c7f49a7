import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { type ServiceProcess, spawnService } from '../support/service-process.ts'

/** A service that restarts a second after its end, as under systemd or Docker. */
export class Supervisor {
  readonly #environment: Record<string, string>
  #service: ServiceProcess | null = null
  #stopped = false
  starts = 0

  constructor(environment: Record<string, string>) {
    this.#environment = environment
  }

  async start(): Promise<void> {
    this.#service = await spawnService(this.#environment)
    this.starts += 1
    void this.#watch(this.#service)
  }

  async #watch({ child }: ServiceProcess): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    this.#service = null
    if (this.#stopped) return
    await setTimeout(1000)
    if (!this.#stopped) await this.start()
  }

  /** null while it is down. */
  get url(): URL | null {
    return this.#service?.url ?? null
  }

  /** Throws while it is down. */
  get pid(): number {
    const pid = this.#service?.child.pid
    if (pid === undefined) throw new Error('the service is away')
    return pid
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#service?.stop()
  }
}
