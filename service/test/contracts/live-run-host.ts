import { RESUME_GRACE_MS, type RunResult } from '@sandrun/shared'
import { describe, expect, it } from 'vitest'
import type { LiveRun, LiveRunHost } from '../../src/ports/live-run.ts'
import type { RunHandle } from '../../src/ports/run-host.ts'
import type { RunLog } from '../../src/run-log/run-log.ts'
import { FakeSink } from '../support/fake-sink.ts'
import { principal } from '../support/principal.ts'
import { until } from '../support/until.ts'

/** A run that can be followed. */
export interface FollowableRun {
  run: RunHandle
  log: RunLog
  finished: Promise<RunResult>
}

const ada = principal('ada')
const NOTHING = { stdout: 0, stderr: 0 }

/**
 * The contract between connections and whatever keeps the runs they follow. `start` begins a run of ada's, whose client
 * may reconnect or may not.
 */
export function liveRunHostContract(
  name: string,
  given: () => { liveRuns: LiveRunHost; start: (resumable: boolean) => Promise<FollowableRun> },
): void {
  const follow = async (resumable: boolean): Promise<{ live: LiveRun; sink: FakeSink; run: RunHandle }> => {
    const { liveRuns, start } = given()
    const started = await start(resumable)
    const live = liveRuns.follow({ ...started, owner: ada.id, resumable })
    const sink = new FakeSink()
    live.open(sink)
    return { live, sink, run: started.run }
  }
  const find = ({ id, resumeToken }: Pick<RunHandle, 'id' | 'resumeToken'>, by = ada): Promise<LiveRun> =>
    given().liveRuns.find({ type: 'attach', runId: id, resumeToken, ...NOTHING }, by)

  describe(`${name}, as a host of live runs`, () => {
    it('reports to the client that its run was accepted, and how to reconnect', async () => {
      const { sink, run } = await follow(true)
      expect(sink.messages[0]).toMatchObject({ type: 'accepted', runId: run.id, resumeToken: run.resumeToken })
    })

    it('finds a run for its owner, with its token', async () => {
      const { live, run } = await follow(true)
      const gone = { code: 'not-found' }
      await expect(find(run, principal('eve'))).rejects.toMatchObject(gone)
      await expect(find({ id: 'never', resumeToken: run.resumeToken })).rejects.toMatchObject(gone)
      for (const resumeToken of ['', 'guess', `${run.resumeToken}x`, run.resumeToken.slice(1)]) {
        await expect(find({ id: run.id, resumeToken })).rejects.toMatchObject(gone)
      }
      expect((await find(run)).id).toBe(live.id)
    })

    it('does not find a run whose client can’t reconnect', async () => {
      const { run } = await follow(false)
      await expect(find(run)).rejects.toMatchObject({ code: 'not-found' })
    })

    it(`keeps a run whose client is gone for ${RESUME_GRACE_MS / 1000} s, and gives it to a client that reconnects`, async () => {
      const { live, sink, run } = await follow(true)
      live.detach(sink)
      const next = new FakeSink()
      const found = await find(run)
      found.attach(next, NOTHING)
      await until('the client is informed', () => next.messages.length > 0)
      expect(next.messages[0]).toMatchObject({ type: 'attached' })
      expect(sink.notices).toEqual([])
    })

    it('gives a run to the latest client, and informs the previous one', async () => {
      const { sink, run } = await follow(true)
      const found = await find(run)
      found.attach(new FakeSink(), NOTHING)
      await until('the client is informed', () => sink.notices.length > 0)
      expect(sink.notices).toEqual(['taken over'])
    })
  })
}
