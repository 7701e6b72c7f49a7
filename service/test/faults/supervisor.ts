import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { type ServiceProcess, spawnService } from '../support/service-process.ts'

/** A service that restarts a second after its end, or after a start that failed, as under systemd or Docker. */
export class Supervisor {
  readonly #environment: Record<string, string>
  #service: ServiceProcess | null = null
  #stopped = false

  constructor(environment: Record<string, string>) {
    this.#environment = environment
  }

  /** Throws if the first start fails. */
  async start(): Promise<void> {
    this.#service = await spawnService(this.#environment)
    void this.#watch(this.#service)
  }

  async #watch({ child }: ServiceProcess): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    this.#service = null
    while (!this.#stopped) {
      await setTimeout(1000)
      const started =
        this.#stopped ||
        (await this.start().then(
          () => true,
          () => false,
        ))
      if (started) return
    }
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
