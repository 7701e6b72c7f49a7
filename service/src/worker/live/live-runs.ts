import { type Attach, SandrunError } from '@sandrun/shared'
import type { Principal } from '../../model/principal.ts'
import type { LiveRun, LiveRunHost, LiveOptions } from '../../ports/live-run.ts'
import { EndedRuns } from '../../run-log/ended-runs.ts'
import { FollowedRun } from './live-run.ts'

/** The runs on this machine that clients follow or may reconnect to. */
export class LiveRuns implements LiveRunHost {
  readonly #live = new Map<string, FollowedRun>()
  readonly #ended = new EndedRuns((id) => this.#live.delete(id))

  follow(options: LiveOptions): LiveRun {
    const { id } = options.run
    const live: FollowedRun = new FollowedRun(options, {
      ended: () => this.#ended.add(id, live.size),
      forget: () => {
        this.#ended.delete(id)
        this.#live.delete(id)
      },
    })
    this.#live.set(id, live)
    return live
  }

  async find({ runId, resumeToken }: Attach, { id }: Principal): Promise<LiveRun> {
    const live = this.#live.get(runId)
    if (live?.owner === id && live.isToken(resumeToken)) return live
    throw new SandrunError('not-found', 'Unknown run.', {
      hint: 'The service keeps a run for two minutes after its end.',
    })
  }
}
