import type { OutputChannel, Started } from '@sandrun/shared'
import { InteractiveRun, type RunClient } from '@sandrun/shared/client'
import type { RunPlan } from './run-plan.ts'

/** Where a run's messages and bytes go. */
export interface RunDisplay {
  started(started: Started): void
  /** A promise if there is no room for more; it settles when there is. */
  write(channel: OutputChannel, bytes: Uint8Array): Promise<void> | undefined
}

/** How much of the typed input is kept. */
const TYPED_CHARACTERS = 256 * 1024

/** One run by the user. */
export class SandboxRun extends InteractiveRun {
  /** The same for every run of a file. */
  readonly key: string
  /** Its name for the user: the file's name. */
  readonly title: string
  #plan: RunPlan | null = null
  #start: { ms: number; facts: Started } | null = null
  #typed = ''

  constructor(key: string, title: string, changed: () => void) {
    super(changed)
    this.key = key
    this.title = title
  }

  /** The plan; null until it is made. */
  get plan(): RunPlan | null {
    return this.#plan
  }

  /** The service's message at the start, and its time after the request, including the wait in the queue. */
  get start(): { ms: number; facts: Started } | null {
    return this.#start
  }

  /** The keys and lines that the user has sent, unchanged: at most the first 256 Ki characters. */
  get typed(): string {
    return this.#typed
  }

  /** Runs the program to its end. Throws a SandrunError if the service refuses it or is lost. */
  async executePlan(client: RunClient, plan: RunPlan, output: RunDisplay): Promise<void> {
    if (this.over) return
    this.#plan = plan
    const askedAt = performance.now()
    await this.execute(client, plan.request, {
      started: (facts) => {
        this.#start = { ms: performance.now() - askedAt, facts }
        output.started(facts)
      },
      output: (channel, bytes) => output.write(channel, bytes),
    })
  }

  override writeStdin(text: string): void {
    if (!this.over) this.#typed += text.slice(0, TYPED_CHARACTERS - this.#typed.length)
    super.writeStdin(text)
  }
}
