import { randomUUID } from 'node:crypto'
import { SandrunError } from '@sandrun/shared'
import type { FastifyBaseLogger } from 'fastify'
import {
  decodeGatewayFrame,
  encodeGatewayFrame,
  type GatewayAnswer,
  type GatewayQuestion,
} from '../../model/gateway-frame.ts'
import type { Bus } from '../../ports/bus.ts'
import type { Membership, NodeRegistry } from '../../ports/node-registry.ts'
import type { GivenAnswer, OtherGateways } from '../../ports/other-gateways.ts'

/** How often to check whether the asked gateways are alive, in milliseconds. */
const LOOK_EVERY_MS = 500

const NOTHING: GatewayAnswer = { type: 'nothing' }

export interface GatewaysDependencies {
  membership: Membership
  registry: NodeRegistry
  log: FastifyBaseLogger
}

/** Asks the other gateways, and answers them. */
export class Gateways implements OtherGateways, Disposable {
  readonly #dependencies: GatewaysDependencies
  readonly #bus: () => Bus
  readonly #asked = new Map<string, { node: string; given: PromiseWithResolvers<GatewayAnswer> }>()
  readonly #timer: NodeJS.Timeout
  #answer: (question: GatewayQuestion) => Promise<GatewayAnswer> = async () => NOTHING

  /** `bus`: leads to the inboxes of gateways, which no worker can use. */
  constructor(dependencies: GatewaysDependencies, bus: () => Bus) {
    this.#dependencies = dependencies
    this.#bus = bus
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS)
  }

  onQuestion(answer: (question: GatewayQuestion) => Promise<GatewayAnswer>): void {
    this.#answer = answer
  }

  async askAll(question: GatewayQuestion): Promise<GivenAnswer[]> {
    const { registry, membership } = this.#dependencies
    const nodes = await registry.list()
    const others = nodes.filter(({ id, role }) => role !== 'worker' && id !== membership.node)
    const answers = await Promise.all(
      others.map(async ({ id }) => ({ node: id, answer: await this.ask(id, question) })),
    )
    return answers.flatMap(({ node, answer }) => (answer.type === 'nothing' ? [] : [{ node, answer }]))
  }

  async ask(node: string, question: GatewayQuestion): Promise<GatewayAnswer> {
    const { membership } = this.#dependencies
    if (!membership.connected) throw connectionLost()
    const ask = randomUUID()
    const given = Promise.withResolvers<GatewayAnswer>()
    this.#asked.set(ask, { node, given })
    this.#bus()
      .send(node, encodeGatewayFrame({ ask, from: membership.node, question }))
      .then(
        (isThere) => (isThere ? undefined : given.resolve(NOTHING)),
        (error: unknown) => given.reject(error),
      )
    try {
      return await given.promise
    } finally {
      this.#asked.delete(ask)
    }
  }

  /** Handles a message for this gateway. */
  receive(message: Uint8Array): void {
    const frame = decodeGatewayFrame(message)
    if (frame === null) return
    if ('unknown' in frame) this.#giveUp(frame)
    else if ('answer' in frame) this.#asked.get(frame.ask)?.given.resolve(frame.answer)
    else void this.#reply(frame)
  }

  /** This node was considered dead: nobody answers it any more. */
  interrupt(): void {
    for (const { given } of this.#asked.values()) given.reject(connectionLost())
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
    this.interrupt()
  }

  /** A gateway of another version asks or answers what this one does not know: nobody waits for it. */
  #giveUp({ ask, from }: { ask: string; from: string | undefined }): void {
    if (from === undefined) return this.#asked.get(ask)?.given.resolve(NOTHING)
    this.#bus()
      .send(from, encodeGatewayFrame({ ask, answer: NOTHING }))
      .catch(() => {})
  }

  /** Never rejects. */
  async #reply({ ask, from, question }: { ask: string; from: string; question: GatewayQuestion }): Promise<void> {
    const { log } = this.#dependencies
    try {
      const answer = await this.#answer(question)
      await this.#bus().send(from, encodeGatewayFrame({ ask, answer }))
    } catch (error) {
      log.warn({ err: error, question: question.type }, "can't answer another gateway")
      await this.#bus()
        .send(from, encodeGatewayFrame({ ask, answer: NOTHING }))
        .catch(() => {})
    }
  }

  /** Looks for asked gateways that have died; never rejects. */
  async #look(): Promise<void> {
    const asked = [...this.#asked.values()]
    if (asked.length === 0) return
    const { registry } = this.#dependencies
    try {
      const here = await registry.alive(new Set(asked.map(({ node }) => node)))
      for (const { node, given } of asked) if (!here.has(node)) given.resolve(NOTHING)
    } catch (error) {
      for (const { given } of asked) given.reject(error)
    }
  }
}

function connectionLost(): SandrunError {
  return new SandrunError('cluster-unavailable', "Can't reach the other gateways.", { retryAfter: 5 })
}
