import { type Attach, type RunResult, SandrunError, toSandrunError } from '@sandrun/shared'
import { lostResult } from '../../model/lost-job.ts'
import type { Principal } from '../../model/principal.ts'
import type { Directory, DirectoryEntry } from '../../ports/directory.ts'
import type { LiveRun, LiveRunHost, LiveOptions, Offsets } from '../../ports/live-run.ts'
import type { Membership } from '../../ports/node-registry.ts'
import type { Reach } from '../../ports/reach.ts'
import type { RunQueue } from '../../ports/run-queue.ts'
import type { Links } from './links.ts'
import { RemoteLive } from './remote-live.ts'
import { hashToken, RemoteRun } from './remote-run.ts'
import type { RunLink } from './run-link.ts'

export interface RemoteLiveDependencies {
  links: Links
  directory: Directory
  queue: RunQueue
  membership: Pick<Membership, 'node'>
  /** A client that comes back waits for the answers. */
  reach: Reach
}

/** The runs on workers that clients of this gateway follow. */
export class RemoteLiveRuns implements LiveRunHost {
  readonly #dependencies: RemoteLiveDependencies

  constructor(dependencies: RemoteLiveDependencies) {
    this.#dependencies = dependencies
  }

  follow({ run, resumable, finished }: LiveOptions): LiveRun {
    if (!(run instanceof RemoteRun)) throw new Error('A gateway follows only the runs it requested.')
    const { links } = this.#dependencies
    const live: RemoteLive = new RemoteLive(run.id, {
      resumable,
      link: run.link,
      resumeToken: run.resumeToken,
      attach: () => Promise.resolve(run.link),
      cancel: () => run.cancel(),
      expired: (link) => void this.#expire(run.id, link, () => run.cancel()),
      opened: () => (links.leaving ? run.leave() : undefined),
      // The link still carries the result.
      close: () => {},
      lost: () => lostRun(run.id, run.language),
    })
    run.follow(live)
    finished.then(
      (result) => live.end({ type: 'exit', result }),
      (error: unknown) => live.end({ type: 'error', ...toSandrunError(error).toBody() }),
    )
    return live
  }

  async find({ runId, resumeToken }: Attach, { id }: Principal): Promise<LiveRun> {
    const { links, directory, reach } = this.#dependencies
    const entry = await reach(() => directory.find(runId))
    if (entry?.owner !== id || entry.tokenHash !== hashToken(resumeToken)) throw gone()
    return new RemoteLive(runId, {
      resumable: true,
      link: null,
      resumeToken: null,
      attach: (reader, seen) => this.#attach(runId, resumeToken, reader, seen),
      cancel: (link) => link.tell({ type: 'cancel' }),
      expired: (link) => void this.#expire(runId, link, () => link.tell({ type: 'cancel' })),
      opened: () => {},
      close: (link) => links.pass(link),
      lost: () => lostRun(runId, entry.language),
    })
  }

  /** Cancels a waiting run, unless its client follows it over another link now. Never rejects. */
  async #expire(run: string, link: RunLink, cancel: () => void): Promise<void> {
    // Without Redis, nobody can withdraw the run either. Its worker is told that the client has left.
    const entry = await this.#dependencies.directory.find(run).catch(() => null)
    if (entry?.follower.link === link.id) cancel()
  }

  async #attach(run: string, resumeToken: string, reader: RemoteLive, seen: Offsets): Promise<RunLink> {
    const { links, directory, membership, reach } = this.#dependencies
    const link = links.open(run, reader)
    try {
      const entry = await reach(() => directory.follow(run, { node: membership.node, link: link.id }))
      if (entry === null) throw gone()
      const worker = await this.#workerOf(run, entry)
      if (worker !== null) {
        link.attach(worker, { type: 'attach', resumeToken, stdout: seen.stdout, stderr: seen.stderr })
      } else if (link.worker === null) reader.waiting()
      return link
    } catch (error) {
      links.close(link)
      throw error
    }
  }

  /** The worker to ask, which may be dead; null while the run waits. */
  async #workerOf(run: string, { worker }: DirectoryEntry): Promise<string | null> {
    const { queue, reach } = this.#dependencies
    const state = await reach(() => queue.state(run))
    return state === 'waiting' ? null : worker
  }
}

function lostRun(id: string, language: string): RunResult {
  return lostResult({ id, language, startedAt: new Date().toISOString(), started: null })
}

function gone(): SandrunError {
  return new SandrunError('not-found', 'Unknown run.', {
    hint: 'The service keeps a run for two minutes after its end.',
  })
}
