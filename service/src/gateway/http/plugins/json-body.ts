import type { Readable } from 'node:stream'
import { SandrunError } from '@sandrun/shared'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { networkOf } from '../../../model/addresses.ts'
import type { BodyBudget, BodyHold } from '../../body/body-budget.ts'
import { parseBody } from '../../body/parse-json.ts'
import { readBody } from '../../body/read-body.ts'

export interface JsonBodyOptions {
  /** The largest body, in bytes. */
  most: number
  /** The most time for a body, in milliseconds. */
  withinMs: number
  budget: BodyBudget
}

/**
 * Accepts only bodies of JSON in UTF-8. A body counts against the budget from its first byte until its request is
 * answered: a waiting run holds its program.
 */
export function registerJsonBody(app: FastifyInstance, { most, withinMs, budget }: JsonBodyOptions): void {
  const holds = new WeakMap<FastifyRequest, BodyHold>()
  app.removeAllContentTypeParsers()
  app.addHook('preParsing', async (request, reply, payload) => {
    const hold = budget.hold(networkOf(request.ip))
    holds.set(request, hold)
    reply.raw.once('close', () => hold[Symbol.dispose]())
    return payload
  })
  app.addContentTypeParser('application/json', async (request: FastifyRequest, payload: Readable) => {
    const hold = holds.get(request)
    if (hold === undefined) throw new Error('a body came before its request')
    checkCoding(request)
    const length = request.headers['content-length']
    const announced = length === undefined ? null : Number(length)
    return parseBody(await readBody(payload, { most, announced, withinMs, hold }))
  })
}

/** Refuses encodings that would be misread. */
function checkCoding({ headers }: FastifyRequest): void {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8'
  if (!/^(?:utf-?8|us-ascii)$/i.test(charset)) {
    throw new SandrunError('unsupported-media-type', `A request body must be UTF-8, not ${charset}.`)
  }
  const coding = headers['content-encoding'] ?? 'identity'
  if (coding.toLowerCase() !== 'identity') {
    throw new SandrunError('unsupported-media-type', `A request body must not be encoded, but this one is ${coding}.`)
  }
}
