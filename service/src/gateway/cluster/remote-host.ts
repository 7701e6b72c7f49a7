import { randomUUID } from 'node:crypto'
import { type LanguageInfo, type RunRequest, SandrunError } from '@sandrun/shared'
import type { FastifyBaseLogger } from 'fastify'
import { encodeOrder } from '../../model/order-document.ts'
import type { Directory } from '../../ports/directory.ts'
import type { Membership } from '../../ports/node-registry.ts'
import type { PreparedRun, RunHost, RunOrder, RunStart } from '../../ports/run-host.ts'
import type { RunQueue } from '../../ports/run-queue.ts'
import type { ClusterLanguages } from './cluster-languages.ts'
import type { Links } from './links.ts'
import { hashToken, RemoteRun } from './remote-run.ts'

/** How often waiting clients are sent their place, in milliseconds. */
const TELL_EVERY_MS = 200

export interface RemoteHostDependencies {
  queue: RunQueue
  directory: Directory
  links: Links
  membership: Membership
  languages: ClusterLanguages
  log: FastifyBaseLogger
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
    throw notInCluster('Builds on demand')
  }

  async prepare(order: RunOrder): Promise<PreparedRun> {
    const language = await this.#find(order.request)
    return { language, start: (start) => this.#start(order, start, language) }
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
  async #find(request: RunRequest): Promise<string> {
    if (request.session !== undefined) throw notInCluster('Sessions')
    if (request.language === undefined) {
      throw new SandrunError('invalid-request', '"language": is missing.', { field: 'language' })
    }
    const { languages } = this.#dependencies
    try {
      return languages.find(request.language).id
    } catch {
      // A worker with this language may have just joined.
      await languages.refresh()
      return languages.find(request.language).id
    }
  }

  #start({ request, principal, caps, live, resumable }: RunOrder, start: RunStart, language: string) {
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
    const known = directory.put(ticket, { owner: principal.id, language, tokenHash, follower: origin })
    const asked = queue.submit({ id: ticket, owner: principal.id, interactive: live, language, caps, body })
    Promise.all([known, asked]).catch((error: unknown) => run.refused(error))
    return { run, finished }
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

/** The error for what a cluster can't do yet. */
export function notInCluster(what: string): SandrunError {
  return new SandrunError('not-in-cluster', `${what} need a service that runs on one machine.`)
}
