import { type Attach, type RunRequest, SandrunError } from '@sandrun/shared'
import type { Principal } from '../access/principal.ts'
import { EndedRuns } from '../record/ended-runs.ts'
import type { RunService } from '../run/run-service.ts'
import { LiveRun, type RunSink } from './live-run.ts'

/** The runs clients follow or may come back to. */
export class LiveRuns {
  readonly #runs: RunService
  readonly #live = new Map<string, LiveRun>()
  readonly #ended = new EndedRuns((id) => this.#live.delete(id))

  constructor(runs: RunService) {
    this.#runs = runs
  }

  start(request: RunRequest, principal: Principal, sink: RunSink, resumable: boolean): LiveRun {
    const live: LiveRun = new LiveRun(this.#runs, { request, principal }, sink, resumable, {
      ended: () => this.#ended.add(live.id, live.size),
      forget: () => {
        this.#ended.delete(live.id)
        this.#live.delete(live.id)
      },
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
}
