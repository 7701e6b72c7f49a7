import { expect, it } from 'vitest'
import { BEGINNING, type Position } from '../../run-log/log-event.ts'
import { RunLog } from '../../run-log/run-log.ts'
import { eventsOf, readSome } from './run-events.ts'

const never = new AbortController().signal

/** A run that has ended with an error, as its second event. */
function endedLog(): RunLog {
  const log = new RunLog()
  log.append({ type: 'queued', position: 1 })
  log.append({ type: 'error', code: 'worker-lost', message: 'The worker was lost.', retryable: true })
  return log
}

async function read(log: RunLog, from: Position): Promise<string[]> {
  const types: string[] = []
  for await (const { event } of eventsOf(log, from, never)) types.push(event.type)
  return types
}

it('gives a reader the events after its position, and the end if it is beyond all', async () => {
  const log = endedLog()
  const at = (order: number): Position => ({ ...BEGINNING, order })
  for (const [order, types] of [
    [0, ['queued', 'error']],
    [1, ['error']],
    [2, []],
    [40, ['error']],
  ] as const) {
    expect(await read(log, at(order))).toEqual(types)
    const some = await readSome(log, { after: at(order), waits: false })
    expect([some.steps.map(({ event }) => event.type), some.ended]).toEqual([types, true])
  }
})

it('gives another gateway a long case alone, and the rest with its next question', async () => {
  const log = new RunLog()
  const run = {
    stdout: 'x'.repeat(100_000),
    stderr: '',
    exitCode: 0,
    signal: null,
    wallMs: 1,
    cpuMs: 1,
    memoryKb: 1,
    memorySource: 'rss' as const,
    truncated: { stdout: 0, stderr: 0 },
  }
  for (const index of [0, 1])
    log.append({ type: 'case', index, result: { name: String(index), verdict: 'ok', message: '', run } })
  const first = await readSome(log, { after: BEGINNING, waits: true })
  expect(first.steps.map(({ position }) => position.order)).toEqual([1])
  const next = await readSome(log, { after: first.steps[0]?.position ?? BEGINNING, waits: true })
  expect(next.steps.map(({ position }) => position.order)).toEqual([2])
})
