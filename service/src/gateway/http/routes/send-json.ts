import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { JSON_CHUNK, yieldingJsonChunks } from '../../../model/json-chunks.ts'

/**
 * Answers with JSON that is made as the client reads it: the outputs of many cases are too much for one string, and
 * other requests run in between. Sends a short value in one piece. Works for anything that `JSON.parse` returns.
 */
export async function sendJson(reply: FastifyReply, value: unknown): Promise<FastifyReply> {
  const pieces = yieldingJsonChunks(value)
  const first = (await pieces.next()).value ?? ''
  reply.type('application/json; charset=utf-8')
  // The compression plugin must see that a short answer is not worth it.
  if (first.length < JSON_CHUNK) return reply.send(first)
  return reply.send(Readable.from(startingWith(first, pieces), { objectMode: false, highWaterMark: JSON_CHUNK }))
}

async function* startingWith(first: string, rest: AsyncIterable<string>): AsyncGenerator<string, void> {
  yield first
  yield* rest
}
