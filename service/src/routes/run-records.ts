import { Readable } from 'node:stream'
import { parseOrThrow } from '@sandrun/shared'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { bearerToken, identify } from '../access/principal.ts'
import type { Config } from '../config.ts'
import { eventStream, parsePosition } from '../record/event-stream.ts'
import { PageQuerySchema, toPage } from '../record/page.ts'
import type { RecordedRun } from '../record/recorded-run.ts'
import type { RunRecords } from '../record/run-records.ts'

/** What a stream of events may hold that its reader has not taken, in bytes. */
const STREAM_BUFFER_BYTES = 64 * 1024

/** `GET /v1/runs` and what there is below it, to look up, follow and cancel the runs of one's own. */
export function registerRunRecords(app: FastifyInstance, records: RunRecords, config: Config): void {
  const principalOf = ({ headers }: FastifyRequest): string => identify(config, headers, bearerToken(headers))
  const find = (request: FastifyRequest<{ Params: { id: string } }>): RecordedRun =>
    records.find(principalOf(request), request.params.id)

  app.get('/v1/runs', (request) =>
    records.list(principalOf(request), toPage(parseOrThrow(PageQuerySchema, request.query))),
  )

  app.get<{ Params: { id: string } }>('/v1/runs/:id', (request, reply) => reply.send(find(request).record()))

  app.delete<{ Params: { id: string } }>('/v1/runs/:id', (request, reply) => {
    const run = find(request)
    run.cancel()
    return reply.status(202).send(run.record())
  })

  app.get<{ Params: { id: string } }>('/v1/runs/:id/events', (request, reply) => {
    const { log } = find(request)
    const from = parsePosition(request.headers['last-event-id']?.toString())
    // 204 tells an EventSource not to come back (WHATWG HTML, section 9.2.3).
    if (log.ended && log.next(from) === null) return reply.status(204).send()
    const left = new AbortController()
    reply.raw.once('close', () => left.abort())
    const stream = Readable.from(eventStream(log, from, left.signal), {
      objectMode: false,
      highWaterMark: STREAM_BUFFER_BYTES,
    })
    return reply
      .headers({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
      .send(stream)
  })
}
