import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { eventStream, parsePosition } from '../../records/event-stream.ts'
import { PageQuerySchema, toPage } from '../../../model/page.ts'
import type { FoundRun } from '../../records/known-run.ts'
import type { RunRecords } from '../../records/run-records.ts'
import { sendJson } from './send-json.ts'
import type { Operation } from '../openapi/operations.ts'
import { principalOf } from '../plugins/authentication.ts'
import type { WireTypes } from '../plugins/wire-schemas.ts'

/** How many bytes of events to buffer for a slow reader. */
const STREAM_BUFFER_BYTES = 64 * 1024

interface OneRun {
  Params: { id: string }
}

const LIST: Operation = {
  id: 'listRuns',
  summary: 'List your own runs, newest first',
  answers: { 200: { description: 'A page of runs.', schema: 'RunList' } },
}

const GET: Operation = {
  id: 'getRun',
  summary: 'Get a run',
  answers: { 200: { description: 'The run in its current state.', schema: 'RunRecord' } },
}

const CANCEL: Operation = {
  id: 'cancelRun',
  summary: 'Cancel a run',
  answers: { 202: { description: 'The run is being cancelled or has already ended.', schema: 'RunRecord' } },
}

const FOLLOW: Operation = {
  id: 'followRun',
  summary: 'Follow a run',
  headers: { 'Last-Event-ID': { description: 'The id of the last event that the client received.' } },
  answers: {
    200: {
      description: 'Server-sent events until the run ends; the data of each is one of these.',
      schema: 'RunEvent',
      type: 'text/event-stream',
    },
    204: { description: 'The run has ended, and no event follows the last one received.' },
  },
}

/** `GET /v1/runs` and the routes below it, to look up, follow and cancel one's own runs. */
export function registerRunRecords(app: FastifyInstance, records: RunRecords): void {
  const find = async (request: FastifyRequest<OneRun>): Promise<FoundRun> => {
    const { id } = principalOf(request)
    return records.findAnywhere(id, request.params.id)
  }

  app
    .withTypeProvider<WireTypes>()
    .get('/v1/runs', { schema: { querystring: PageQuerySchema }, config: { operation: LIST } }, async (request) => {
      const { id } = principalOf(request)
      return records.list(id, toPage(request.query))
    })

  app.get<OneRun>('/v1/runs/:id', { config: { operation: GET } }, async (request, reply) =>
    sendJson(reply, (await find(request)).record()),
  )

  app.delete<OneRun>('/v1/runs/:id', { config: { operation: CANCEL } }, async (request, reply) => {
    const run = await find(request)
    run.cancel()
    return sendJson(reply.status(202), run.record())
  })

  app.get<OneRun>('/v1/runs/:id/events', { config: { operation: FOLLOW } }, async (request, reply) => {
    const run = await find(request)
    const from = parsePosition(request.headers['last-event-id']?.toString())
    const left = new AbortController()
    reply.raw.once('close', () => left.abort())
    const steps = run.events(from, left.signal)
    const first = run.summary().state === 'ended' ? await steps.next() : null
    // 204 tells an EventSource not to reconnect (WHATWG HTML, section 9.2.3).
    if (first?.done === true) return reply.status(204).send()
    const stream = Readable.from(eventStream(steps, first, left.signal), {
      objectMode: false,
      highWaterMark: STREAM_BUFFER_BYTES,
    })
    return reply
      .headers({ 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
      .send(stream)
  })
}
