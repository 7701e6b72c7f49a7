import type { RunEvent } from '@sandrun/shared'
import { describe, expect, it } from 'vitest'
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

async function readEvents(log: RunLog, from: Position): Promise<RunEvent[]> {
  const events: RunEvent[] = []
  for await (const { event } of eventsOf(log, from, never)) events.push(event)
  return events
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
    expect((await readEvents(log, at(order))).map(({ type }) => type)).toEqual(types)
    const some = await readSome(log, { after: at(order), waits: false })
    expect([some.steps.map(({ event }) => event.type), some.ended]).toEqual([types, true])
  }
})

describe('a reader of a log of another process, which had more events', () => {
  const log = new RunLog()
  log.append({ type: 'phase', name: 'run' })
  log.beginPhase(100)
  for (const text of ['begins\n', 'done\n']) log.appendOutput('stdout', Buffer.from(text))
  log.append({ type: 'error', code: 'internal', message: 'It ended.', retryable: false })
  const position = { order: 9, stdout: 'begins\n'.length, stderr: 0 }

  it.each([
    ['kept by this process', log],
    ['stored', RunLog.of(log.events())],
  ])('gets the output that it lacks, and the end: %s', async (_name, joined) => {
    const events = await readEvents(joined, position)
    const expected = [{ type: 'output', offset: 7, content: 'done\n' }, { type: 'error' }]
    expect(events).toMatchObject(expected)
    const { steps, ended } = await readSome(joined, { after: position, waits: false })
    expect([steps.map(({ event }) => event), ended]).toMatchObject([expected, true])
  })

  it.each([1, 2, 3, 4, 5])('gets them at its place %i, too', async (order) => {
    const stored = RunLog.of(log.events())
    const events = await readEvents(stored, stored.rejoined({ ...position, order }))
    expect(events.filter(({ type }) => type === 'output')).toMatchObject([{ offset: 7, content: 'done\n' }])
    expect(events.at(-1)).toMatchObject({ type: 'error' })
  })
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
