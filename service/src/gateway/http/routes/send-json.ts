import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { JSON_CHUNK, unhurriedJson } from '../../../model/json-chunks.ts'

/**
 * Answers with a value as JSON that is made as the client takes it: the outputs of many cases are too much for one
 * string, and others have their turn in between. Works for what `JSON.parse` gives.
 */
export function sendJson(reply: FastifyReply, value: unknown): FastifyReply {
  return reply
    .type('application/json; charset=utf-8')
    .send(Readable.from(unhurriedJson(value), { objectMode: false, highWaterMark: JSON_CHUNK }))
}
