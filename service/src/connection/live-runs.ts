import { type Attach, type RunRequest, SandrunError } from '@sandrun/shared'
import type { Principal } from '../access/principal.ts'
import type { RunService } from '../run/run-service.ts'
import { LiveRun, type RunSink } from './live-run.ts'

/** An ended run can be found again for so long, and there are at most so many of them. */
const RETENTION_MS = 120_000
const MAX_ENDED = 200

/** The runs clients follow or may come back to. */
export class LiveRuns {
  readonly #runs: RunService
  readonly #live = new Map<string, LiveRun>()
  readonly #ended = new Map<string, NodeJS.Timeout>()

  constructor(runs: RunService) {
    this.#runs = runs
  }

  start(request: RunRequest, principal: Principal, sink: RunSink, resumable: boolean): LiveRun {
    const live: LiveRun = new LiveRun(this.#runs, { request, principal }, sink, resumable, {
      ended: () => this.#retain(live.id),
      forget: () => this.#forget(live.id),
    })
    this.#live.set(live.id, live)
    return live
  }

  /** Throws `not-found` for a run that is gone or never was, that of another, and a token that is not its own. */
  find({ runId, resumeToken }: Attach, { id }: Principal): LiveRun {
    const live = this.#live.get(runId)
    if (live?.owner === id && live.isToken(resumeToken)) return live
    throw new SandrunError('not-found', 'There is no such run to come back to.', {
      hint: 'A run is kept for two minutes after its end.',
    })
  }

  #retain(id: string): void {
    this.#ended.set(id, setTimeout(() => this.#forget(id), RETENTION_MS).unref())
    const [oldest] = this.#ended.keys()
    if (this.#ended.size > MAX_ENDED && oldest !== undefined) this.#forget(oldest)
  }

  #forget(id: string): void {
    clearTimeout(this.#ended.get(id))
    this.#ended.delete(id)
    this.#live.delete(id)
  }
}
