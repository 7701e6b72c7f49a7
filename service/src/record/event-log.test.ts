import { type OutputChannel, type RunEvent, toBytes } from '@sandrun/shared'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { BEGINNING, EventLog, type Position } from './event-log.ts'

/** Everything a reader at this position gets, and the positions on the way. */
function readAll(log: EventLog, from: Position = BEGINNING): { event: RunEvent; position: Position }[] {
  const seen: { event: RunEvent; position: Position }[] = []
  for (let next = log.next(from); next !== null; next = log.next(next.position)) seen.push(next)
  return seen
}

interface Span {
  start: number
  end: number
  /** Null for bytes that are marked as missing. */
  bytes: number[] | null
}

/** What an event says of a channel's bytes. */
function spanOf(event: RunEvent, channel: OutputChannel): Span[] {
  if (event.type === 'gap' && event.channel === channel) return [{ start: event.from, end: event.to, bytes: null }]
  if (event.type !== 'output' || event.channel !== channel) return []
  const bytes = [...toBytes(event.content)]
  return [{ start: event.offset, end: event.offset + bytes.length, bytes }]
}

const chunks = fc.array(fc.tuple(fc.constantFrom<OutputChannel>('stdout', 'stderr'), fc.uint8Array({ maxLength: 30 })))

it('gives every byte or marks it as missing, in order, wherever a reader comes back', () => {
  fc.assert(
    fc.property(chunks, fc.nat(60), fc.integer({ min: 1, max: 60 }), fc.nat(), (written, headBytes, tailBytes, at) => {
      const log = new EventLog({ headBytes, tailBytes, maxPieces: 20 })
      const whole: Record<OutputChannel, number[]> = { stdout: [], stderr: [] }
      for (const [channel, bytes] of written) {
        log.appendOutput(channel, bytes)
        log.append({ type: 'queued', position: 1 })
        whole[channel].push(...bytes)
      }
      const all = readAll(log)
      const from = [{ position: BEGINNING }, ...all][at % (all.length + 1)]?.position ?? BEGINNING
      const rest = readAll(log, from)
      expect(rest.map(({ event }) => event.order)).toEqual(
        rest.map(({ event }) => event.order).toSorted((a, b) => a - b),
      )
      for (const channel of ['stdout', 'stderr'] as const) {
        const spans = rest.flatMap(({ event }) => spanOf(event, channel))
        expect(spans.map(({ start }) => start)).toEqual(
          [from[channel], ...spans.map(({ end }) => end)].slice(0, spans.length),
        )
        for (const { start, bytes } of spans.filter((span) => span.bytes !== null)) {
          expect(bytes).toEqual(whole[channel].slice(start, start + (bytes?.length ?? 0)))
        }
      }
      expect(readAll(log).filter(({ event }) => event.type === 'queued')).toHaveLength(written.length)
      expect(log.size).toBeLessThanOrEqual(headBytes + tailBytes)
    }),
  )
})

it('keeps the last bytes there were', () => {
  const log = new EventLog({ headBytes: 4, tailBytes: 4, maxPieces: 100 })
  for (const letter of 'abcdefghijklm') log.appendOutput('stdout', Buffer.from(letter))
  const texts = readAll(log).map(({ event }) => (event.type === 'output' ? event.content : event.type))
  expect(texts).toEqual(['a', 'b', 'c', 'd', 'gap', 'j', 'k', 'l', 'm'])
})

it('counts time from the moment the run has its sandbox', () => {
  let now = 1000
  const log = new EventLog(undefined, () => now)
  log.append({ type: 'queued', position: 1 })
  now += 500
  log.append({ type: 'started', language: 'c', version: '14', warm: true })
  now += 12.345
  log.appendOutput('stdout', Buffer.from('x'))
  expect(readAll(log).map(({ event }) => event.atMs)).toEqual([0, 0, 12.35])
})

it('wakes its readers at every event', async () => {
  const log = new EventLog()
  const changed = log.changed()
  log.append({ type: 'queued', position: 1 })
  await expect(changed).resolves.toBeUndefined()
  expect(log.ended).toBe(false)
  log.append({ type: 'error', code: 'queue-full', message: 'Full.', retryable: true })
  expect(log.ended).toBe(true)
})
