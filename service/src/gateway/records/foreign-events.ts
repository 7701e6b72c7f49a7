import type { GatewayAnswer } from '../../model/gateway-frame.ts'
import type { GivenAnswer, OtherGateways } from '../../ports/other-gateways.ts'
import type { Position } from '../../run-log/log-event.ts'
import type { RunStep } from './run-events.ts'

/** A run that another gateway has, and its principal. */
export interface ForeignKey {
  principal: string
  run: string
}

type Events = Extract<GatewayAnswer, { type: 'events' }>

/**
 * The events of another gateway's run after a position, some at a time, until its end or the signal. `again`: what to
 * do when no gateway has the run, which may have moved. It says whether to look again.
 */
export async function* foreignEvents(
  gateways: OtherGateways,
  key: ForeignKey,
  { from, signal, again }: { from: Position; signal: AbortSignal; again: () => Promise<boolean> },
): AsyncGenerator<RunStep> {
  let node: string | null = null
  let position = from
  while (!signal.aborted) {
    const found: { node: string; events: Events } | null = await readFrom(gateways, node, key, position)
    if (found === null) {
      if (node === null && !(await again())) return
      node = null
      continue
    }
    ;({ node } = found)
    for (const step of found.events.steps) {
      ;({ position } = step)
      yield step
    }
    if (found.events.ended) return
  }
}

async function readFrom(
  gateways: OtherGateways,
  node: string | null,
  key: ForeignKey,
  after: Position,
): Promise<{ node: string; events: Events } | null> {
  // All of them would wait for an answer that only one can give.
  const question = { ...key, type: 'read', after, waits: node !== null } as const
  const given: GivenAnswer[] | GatewayAnswer =
    node === null ? await gateways.askAll(question) : await gateways.ask(node, question)
  const answers = Array.isArray(given) ? given : [{ node: node ?? '', answer: given }]
  for (const { node: at, answer } of answers) if (answer.type === 'events') return { node: at, events: answer }
  return null
}
