import { isErrorCode, SandrunError } from '@sandrun/shared'
import type { Disposable, Memento } from 'vscode'
import type { Connector, LocalAddress, LocalMachine, ReportLine } from './connector.ts'

/** In VS Code's state, which no folder can write. */
const CHOSEN = 'sandrun.local'

/** Whether programs run in a service that the extension starts on this machine, and its address. */
export class LocalChoice implements Disposable {
  readonly #state: Memento
  readonly #load: Connector['loadLocal']
  #machine: LocalMachine | null = null

  constructor(state: Memento, load: Connector['loadLocal']) {
    this.#state = state
    this.#load = load
  }

  /** Whether a service can be started from here. */
  get possible(): boolean {
    return this.#load !== null
  }

  get chosen(): boolean {
    return this.possible && this.#state.get(CHOSEN, false)
  }

  /** Its address while it is chosen and this window uses it. */
  get address(): LocalAddress | null {
    return this.chosen ? (this.#machine?.address ?? null) : null
  }

  /** If it is chosen, it runs once this resolves. */
  async ready(): Promise<void> {
    if (this.chosen && this.address === null) await this.#open(() => {})
  }

  /** Runs programs on this machine from now on. Throws what prevents it, such as `docker-unavailable`. */
  async start(tell: ReportLine): Promise<void> {
    await this.#open(tell)
    await this.#state.update(CHOSEN, true)
  }

  /** Builds a language's image. Throws `image-missing` if that fails. */
  async build(id: string, tell: ReportLine): Promise<void> {
    const built = await (await this.#loaded()).build(id, tell)
    if (!built) throw new SandrunError('image-missing', `Can't build the image for ${id}.`)
  }

  /** Runs programs in the service of the settings again. */
  async leave(): Promise<void> {
    await this.#state.update(CHOSEN, undefined)
    this.dispose()
  }

  dispose(): void {
    this.#machine?.dispose()
  }

  async #open(tell: ReportLine): Promise<void> {
    const failure = await (await this.#loaded()).open(tell)
    if (failure === null) return
    const { code, message, hint } = failure
    throw new SandrunError(isErrorCode(code) ? code : 'internal', message, { hint })
  }

  async #loaded(): Promise<LocalMachine> {
    if (this.#load === null) throw new Error("This window can't run a service on a machine.")
    this.#machine ??= await this.#load()
    return this.#machine
  }
}
