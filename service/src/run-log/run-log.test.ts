import type { OutputChannel } from '@sandrun/shared'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { BEGINNING, type LogEvent, type Position } from './log-event.ts'
import { RunLog } from './run-log.ts'

/** Everything that a reader at this position gets, and the positions in between. */
function readAll(log: RunLog, from: Position = BEGINNING): { event: LogEvent; position: Position }[] {
  const seen: { event: LogEvent; position: Position }[] = []
  for (let next = log.next(from); next !== null; next = log.next(next.position)) seen.push(next)
  return seen
}

interface Span {
  start: number
  end: number
  /** Null for bytes that are marked as missing. */
  bytes: number[] | null
}

/** The event for bytes of a channel. */
function spanOf(event: LogEvent, channel: OutputChannel): Span[] {
  if (event.type === 'gap' && event.channel === channel) return [{ start: event.from, end: event.to, bytes: null }]
  if (event.type !== 'output' || event.channel !== channel) return []
  const bytes = [...event.bytes]
  return [{ start: event.offset, end: event.offset + bytes.length, bytes }]
}

const chunks = fc.array(fc.tuple(fc.constantFrom<OutputChannel>('stdout', 'stderr'), fc.uint8Array({ maxLength: 30 })))

interface Written {
  log: RunLog
  whole: Record<OutputChannel, number[]>
}

const limits = fc.record({ limit: fc.nat(60), lagBytes: fc.nat(60), maxPieces: fc.integer({ min: 1, max: 20 }) })
const phases = fc.tuple(chunks, chunks)

function write(
  written: [OutputChannel, Uint8Array][][],
  { limit, ...settings }: { limit: number; lagBytes: number; maxPieces: number },
): Written {
  const log = new RunLog(settings)
  const whole: Written['whole'] = { stdout: [], stderr: [] }
  for (const phase of written) {
    log.beginPhase(limit)
    for (const [channel, bytes] of phase) {
      log.appendOutput(channel, bytes)
      log.append({ type: 'queued', position: 1 })
      whole[channel].push(...bytes)
    }
  }
  log.append({ type: 'error', code: 'queue-full', message: 'Full.', retryable: true })
  return { log, whole }
}

it('returns every byte or marks it as missing, up to the last, in order, wherever a reader resumes', () => {
  fc.assert(
    fc.property(phases, limits, fc.nat(), (written, settings, at) => {
      const { log, whole } = write(written, settings)
      const all = readAll(log)
      const from = [{ position: BEGINNING }, ...all][at % (all.length + 1)]?.position ?? BEGINNING
      const rest = readAll(log, from)
      const orders = rest.map(({ event }) => event.order)
      expect(orders).toEqual(orders.toSorted((a, b) => a - b))
      for (const channel of ['stdout', 'stderr'] as const) {
        const spans = rest.flatMap(({ event }) => spanOf(event, channel))
        expect([from[channel], ...spans.map(({ end }) => end)]).toEqual([
          ...spans.map(({ start }) => start),
          rest.length === 0 ? from[channel] : whole[channel].length,
        ])
        for (const { start, bytes } of spans.filter((span) => span.bytes !== null)) {
          expect(bytes).toEqual(whole[channel].slice(start, start + (bytes?.length ?? 0)))
        }
      }
      expect(readAll(log).filter(({ event }) => event.type === 'queued')).toHaveLength(written.flat().length)
    }),
  )
})

it('has the last bytes for a reader that lags behind, however small the pieces were', () => {
  fc.assert(
    fc.property(phases, limits, fc.nat(60), (written, settings, lag) => {
      const { log, whole } = write(written, settings)
      const from = { ...BEGINNING, stdout: whole.stdout.length, stderr: Math.max(0, whole.stderr.length - lag) }
      const isCompile =
        from.stderr < written[0].reduce((sum, [channel, bytes]) => sum + (channel === 'stderr' ? bytes.length : 0), 0)
      fc.pre(lag <= settings.lagBytes && !isCompile)
      const bytes = readAll(log, from).flatMap(({ event }) => (event.type === 'output' ? [...event.bytes] : []))
      expect(bytes).toEqual(whole.stderr.slice(from.stderr))
    }),
  )
})

it('is the same after it was stored', () => {
  fc.assert(
    fc.property(phases, (written) => {
      const { log } = write(written, { limit: 1000, lagBytes: 1000, maxPieces: 1000 })
      const restored = RunLog.of(log.events())
      expect(restored.events()).toEqual(log.events())
      expect(restored.state).toBe('ended')
    }),
  )
})

it('keeps the first bytes and the last', () => {
  const log = new RunLog({ lagBytes: 4 })
  log.beginPhase(8)
  for (const letter of 'abcdefghijklm') log.appendOutput('stdout', Buffer.from(letter))
  const texts = readAll(log).map(({ event }) =>
    event.type === 'output' ? Buffer.from(event.bytes).toString() : event.type,
  )
  expect(texts).toEqual(['a', 'b', 'c', 'd', 'gap', 'j', 'k', 'l', 'm'])
})

it('marks the middle of a flood once', () => {
  const log = new RunLog({ lagBytes: 10 })
  log.beginPhase(25)
  for (let index = 0; index < 50; index++) log.appendOutput('stdout', Buffer.from('0123456'))
  log.append({ type: 'error', code: 'queue-full', message: 'Full.', retryable: true })
  const types = readAll(log).map(({ event }) => event.type)
  expect(types.filter((type) => type === 'gap')).toHaveLength(1)
})

it('counts time from the moment the run has its sandbox', () => {
  let now = 1000
  const log = new RunLog({ now: () => now })
  log.append({ type: 'queued', position: 1 })
  now += 500
  log.append({ type: 'started', language: 'c', version: '14', warm: true })
  now += 12.345
  log.appendOutput('stdout', Buffer.from('x'))
  expect(readAll(log).map(({ event }) => event.atMs)).toEqual([0, 0, 12.35])
})

it('wakes its readers at every event', async () => {
  const log = new RunLog()
  const changed = log.changed()
  log.append({ type: 'queued', position: 1 })
  await expect(changed).resolves.toBeUndefined()
  expect(log.ended).toBe(false)
  log.append({ type: 'error', code: 'queue-full', message: 'Full.', retryable: true })
  expect(log.ended).toBe(true)
})
