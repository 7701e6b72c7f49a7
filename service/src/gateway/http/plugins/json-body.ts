import type { Readable } from 'node:stream'
import { SandrunError } from '@sandrun/shared'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { networkOf } from '../../../model/addresses.ts'
import type { BodyBudget, BodyHold } from '../../body/body-budget.ts'
import { parseBody } from '../../body/parse-json.ts'
import { readBody } from '../../body/read-body.ts'

export interface JsonBodyOptions {
  /** The most one body may have, in bytes. */
  most: number
  /** How long one may take, in milliseconds. */
  withinMs: number
  budget: BodyBudget
}

/**
 * Bodies are JSON in UTF-8, and nothing else. What is held of one counts from its first byte until its request is
 * answered: a run that waits holds its program.
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

/** Says no to what would not be read as it is meant. */
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
