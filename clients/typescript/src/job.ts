import { type RunEvent, RunEventSchema, type RunRecord, type RunResult, SandrunError } from '@sandrun/shared'
import type { HttpClient } from '@sandrun/shared/client'
import { type EventSourceMessage, EventSourceParserStream } from 'eventsource-parser/stream'

/**
 * How long to try to restore a stream of events that ended too early, and the wait between two attempts, in
 * milliseconds.
 */
const SEEK_MS = 30_000
const PAUSE_MS = 250

/** A run that nobody needs to wait for: it continues without its client. */
export class Job {
  readonly id: string
  readonly #http: HttpClient

  constructor(http: HttpClient, id: string) {
    this.#http = http
    this.id = id
  }

  /** Its current record. */
  record(signal?: AbortSignal): Promise<RunRecord> {
    return this.#http.record(this.id, signal)
  }

  cancel(signal?: AbortSignal): Promise<RunRecord> {
    return this.#http.cancelRun(this.id, signal)
  }

  /** Waits for its end. Throws a SandrunError if it could not run. */
  async result(signal?: AbortSignal): Promise<RunResult> {
    for await (const event of this.events(signal)) {
      if (event.type === 'exit') return event.result
      if (event.type === 'error') throw SandrunError.fromBody(event)
    }
    const { result, error } = await this.record(signal)
    if (result !== undefined) return result
    if (error !== undefined) throw SandrunError.fromBody(error)
    throw new SandrunError('connection-lost', 'The events of the run ended before the run did.')
  }

  /** Its events from the start to the end; after a lost connection, it continues where it stopped. */
  async *events(signal?: AbortSignal): AsyncGenerator<RunEvent, void, undefined> {
    let position: string | undefined
    let seekUntil = Date.now() + SEEK_MS
    for (;;) {
      let cause: unknown
      try {
        const stream = await this.#open(position, signal)
        if (stream === null) return
        for await (const { id, data } of read(stream)) {
          position = id ?? position
          seekUntil = Date.now() + SEEK_MS
          const event = RunEventSchema.safeParse(JSON.parse(data))
          // Ignores what a newer service adds.
          if (!event.success) continue
          yield event.data
          if (event.data.type === 'exit' || event.data.type === 'error') return
        }
      } catch (error) {
        signal?.throwIfAborted()
        if (error instanceof SandrunError && error.code !== 'unreachable') throw error
        cause = error
      }
      if (Date.now() > seekUntil) {
        throw new SandrunError('connection-lost', 'The stream of events ended too early and could not be restored.', {
          cause,
        })
      }
      await pause(signal)
    }
  }

  /** Null if there is nothing after this position. */
  async #open(
    position: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ReadableStream<EventSourceMessage> | null> {
    const response = await this.#http.ask(`/v1/runs/${encodeURIComponent(this.id)}/events`, {
      accept: 'text/event-stream',
      headers: position === undefined ? {} : { 'last-event-id': position },
      signal,
    })
    if (!response.ok) throw await this.#http.refusal(response)
    if (response.status === 204 || response.body === null) return null
    return response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream())
  }
}

/** Not every browser can iterate over a stream. */
async function* read<Item>(stream: ReadableStream<Item>): AsyncGenerator<Item, void, undefined> {
  const reader = stream.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function pause(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, PAUSE_MS)
    signal?.addEventListener('abort', stop, { once: true })
  })
}
