import { Readable } from 'node:stream'
import { parseOrThrow } from '@sandrun/shared'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { eventStream, parsePosition } from '../../records/event-stream.ts'
import { PageQuerySchema, toPage } from '../../../model/page.ts'
import type { KnownRun } from '../../records/known-run.ts'
import type { RunRecords } from '../../records/run-records.ts'
import { sendJson } from './send-json.ts'
import { principalOf } from '../plugins/authentication.ts'

/** What a stream of events may hold that its reader has not taken, in bytes. */
const STREAM_BUFFER_BYTES = 64 * 1024

/** `GET /v1/runs` and what there is below it, to look up, follow and cancel the runs of one's own. */
export function registerRunRecords(app: FastifyInstance, records: RunRecords): void {
  const find = async (request: FastifyRequest<{ Params: { id: string } }>): Promise<KnownRun> => {
    const { id } = principalOf(request)
    return records.find(id, request.params.id)
  }

  app.get('/v1/runs', async (request) => {
    const { id } = principalOf(request)
    return records.list(id, toPage(parseOrThrow(PageQuerySchema, request.query)))
  })

  app.get<{ Params: { id: string } }>('/v1/runs/:id', async (request, reply) =>
    sendJson(reply, (await find(request)).record()),
  )

  app.delete<{ Params: { id: string } }>('/v1/runs/:id', async (request, reply) => {
    const run = await find(request)
    run.cancel()
    return sendJson(reply.status(202), run.record())
  })

  app.get<{ Params: { id: string } }>('/v1/runs/:id/events', async (request, reply) => {
    const { log } = await find(request)
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
