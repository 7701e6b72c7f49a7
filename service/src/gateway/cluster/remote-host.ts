import { randomUUID } from 'node:crypto'
import { type LanguageInfo, type RunRequest, SandrunError } from '@sandrun/shared'
import type { FastifyBaseLogger } from 'fastify'
import { encodeOrder } from '../../model/order-document.ts'
import { noSuchSession } from '../../model/session-errors.ts'
import type { Directory } from '../../ports/directory.ts'
import type { Membership } from '../../ports/node-registry.ts'
import type { Reach } from '../../ports/reach.ts'
import type { PreparedRun, RunHost, RunOrder, RunStart } from '../../ports/run-host.ts'
import type { RunQueue } from '../../ports/run-queue.ts'
import type { SessionDirectory } from '../../ports/session-directory.ts'
import type { ClusterLanguages } from './cluster-languages.ts'
import type { Links } from './links.ts'
import { hashToken, RemoteRun } from './remote-run.ts'

/** How often waiting clients are sent their place, in milliseconds. */
const TELL_EVERY_MS = 200

export interface RemoteHostDependencies {
  queue: RunQueue
  directory: Directory
  sessionDirectory: SessionDirectory
  links: Links
  membership: Membership
  languages: ClusterLanguages
  reach: Reach
  log: FastifyBaseLogger
}

/** Where a run goes. */
interface Target {
  language: string
  /** The worker that has its session; null if any worker will do. */
  worker: string | null
}

interface DirectOrder {
  entry: Parameters<Directory['put']>[1]
  worker: string
  body: Uint8Array
}

/** Sends runs to the workers of a cluster. */
export class RemoteHost implements RunHost {
  readonly builds = false
  readonly #dependencies: RemoteHostDependencies
  readonly #runs = new Set<RemoteRun>()
  readonly #places = new Map<RemoteRun, number>()
  readonly #timer: NodeJS.Timeout
  readonly #closing = new AbortController()

  constructor(dependencies: RemoteHostDependencies) {
    this.#dependencies = dependencies
    this.#timer = setInterval(() => void this.#tellPlaces(), TELL_EVERY_MS)
  }

  languages(): LanguageInfo[] {
    return this.#dependencies.languages.all
  }

  refresh(): Promise<void> {
    return this.#dependencies.languages.refresh()
  }

  async build(): Promise<never> {
    throw new SandrunError('not-in-cluster', 'Builds on demand need a service that runs on one machine.')
  }

  async prepare(order: RunOrder): Promise<PreparedRun> {
    const { session: id } = order.request
    if (id === undefined) {
      const language = await this.#find(order.request)
      return { language, start: (start) => this.#start(order, start, { language, worker: null }) }
    }
    const { sessionDirectory, reach } = this.#dependencies
    const session = await reach(() => sessionDirectory.find(id))
    if (session?.owner !== order.principal.id) throw noSuchSession()
    return { language: session.language, start: (start) => this.#start(order, start, session) }
  }

  async rejoin({
    id,
    log,
    attempt,
  }: Parameters<RunHost['rejoin']>[0]): Promise<{ run: RemoteRun; finished: RemoteRun['finished'] } | null> {
    const { directory, queue, links } = this.#dependencies
    const entry = await directory.find(attempt)
    if (entry === null || entry.worker === null) return null
    this.#closing.signal.throwIfAborted()
    const run = new RemoteRun(
      { id, log, outlives: true },
      { ticket: attempt, language: entry.language, isResumable: false, queue, links },
    )
    this.#add(run)
    run.link.attach(entry.worker, { type: 'rejoin' })
    return { run, finished: run.finished }
  }

  async check(request: RunRequest): Promise<string> {
    return this.#find(request)
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    // Nothing would close a run that begins from now on.
    this.#closing.abort(new SandrunError('shutting-down', 'The gateway is shutting down.'))
    const ends = [...this.#runs].map(({ finished }) => finished)
    for (const run of this.#runs) run.close()
    await Promise.allSettled(ends)
  }

  /** Finds the language; workers check the rest. */
  async #find({ language }: RunRequest): Promise<string> {
    if (language === undefined) {
      throw new SandrunError('invalid-request', '"language": is missing.', { field: 'language' })
    }
    return (await this.#dependencies.languages.search(language)).id
  }

  #start({ request, principal, caps, live, resumable }: RunOrder, start: RunStart, { language, worker }: Target) {
    const { queue, directory, links, membership } = this.#dependencies
    this.#closing.signal.throwIfAborted()
    // A job may be tried again, also by another gateway, and the queue takes each id once.
    const isJob = start.begin !== undefined
    const ticket = isJob ? randomUUID() : start.id
    const run = new RemoteRun(start, { ticket, language, isResumable: resumable === true, queue, links })
    const { resumeToken, finished, link } = run
    this.#add(run)
    const origin = { node: membership.node, link: link.id }
    const body = encodeOrder({
      ...(ticket !== start.id && { id: start.id }),
      request,
      principal,
      live,
      resumable: resumable ?? null,
      asks: isJob,
      resumeToken,
      origin,
    })
    const tokenHash = resumable === true ? hashToken(resumeToken) : null
    const entry = { owner: principal.id, language, tokenHash, follower: origin }
    const sent =
      worker === null
        ? Promise.all([
            directory.put(ticket, entry),
            queue.submit({ id: ticket, owner: principal.id, interactive: live, language, caps, body }),
          ])
        : this.#order(run, { entry, worker, body })
    sent.catch((error: unknown) => run.refused(error))
    return { run, finished }
  }

  /** Sends a run of a session to the worker that has it: it waits for nothing. */
  async #order({ ticket, link }: RemoteRun, { entry, worker, body }: DirectOrder): Promise<void> {
    const { directory, reach } = this.#dependencies
    await reach(() => directory.put(ticket, entry))
    // A client that reconnects finds the worker even if this gateway dies now.
    await reach(() => directory.serve(ticket, worker))
    link.order(worker, body)
  }

  #add(run: RemoteRun): void {
    this.#runs.add(run)
    const forget = (): void => {
      this.#runs.delete(run)
      this.#places.delete(run)
    }
    run.finished.then(forget, forget)
  }

  async #tellPlaces(): Promise<void> {
    const waiting = [...this.#runs].filter(({ link }) => link.worker === null)
    if (waiting.length === 0) return
    try {
      const places = await this.#dependencies.queue.positions(waiting.map(({ ticket }) => ticket))
      for (const [at, run] of waiting.entries()) {
        const place = places[at] ?? null
        if (place === null || run.link.worker !== null || this.#places.get(run) === place) continue
        this.#places.set(run, place)
        run.queued(place)
      }
    } catch (error) {
      this.#dependencies.log.debug({ err: error }, "can't read places in the queue")
    }
  }
}
