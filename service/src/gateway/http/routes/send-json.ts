import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { JSON_CHUNK, unhurriedJson } from '../../../model/json-chunks.ts'

/**
 * Answers with a value as JSON that is made as the client takes it: the outputs of many cases are too much for one
 * string, and others have their turn in between. What is short goes in one piece. Works for what `JSON.parse` gives.
 */
export async function sendJson(reply: FastifyReply, value: unknown): Promise<FastifyReply> {
  const pieces = unhurriedJson(value)
  const first = (await pieces.next()).value ?? ''
  reply.type('application/json; charset=utf-8')
  // Whoever packs answers must see that it is not worth it.
  if (first.length < JSON_CHUNK) return reply.send(first)
  return reply.send(Readable.from(startingWith(first, pieces), { objectMode: false, highWaterMark: JSON_CHUNK }))
}

async function* startingWith(first: string, rest: AsyncIterable<string>): AsyncGenerator<string, void> {
  yield first
  yield* rest
}
