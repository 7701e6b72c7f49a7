import type { GatewayAnswer, GatewayQuestion } from '../model/gateway-frame.ts'

/** An answer other than `nothing`, and the node that gave it. */
export interface GivenAnswer {
  node: string
  answer: Exclude<GatewayAnswer, { type: 'nothing' }>
}

/** The other gateways of a cluster: what a client wants may be there. A gateway that dies has nothing. */
export interface OtherGateways {
  /** Asks all of them. Rejects with `cluster-unavailable`. */
  askAll(question: GatewayQuestion): Promise<GivenAnswer[]>

  /** Asks one of them. Rejects as above. */
  ask(node: string, question: GatewayQuestion): Promise<GatewayAnswer>

  /** Says how this gateway answers the others. Until then it has nothing. */
  onQuestion(answer: (question: GatewayQuestion) => Promise<GatewayAnswer>): void
}

/** There are none: the service runs on one machine. */
export const NO_OTHER_GATEWAYS: OtherGateways = {
  askAll: async () => [],
  ask: async () => ({ type: 'nothing' }),
  onQuestion() {},
}
