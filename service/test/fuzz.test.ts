import { DEFAULT_MAXIMUM_LIMITS, ErrorMessageSchema, isErrorCode, SandrunError } from '@sandrun/shared'
import fc from 'fast-check'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import type { RunService } from '../src/run/run-service.ts'
import { Connection } from '../src/connection/connection.ts'
import { LiveRuns } from '../src/connection/live-runs.ts'

const MESSAGES = 100_000

/** Only what a malformed message could reach: a request that is in order by accident finds no language. */
const runs = {
  start() {
    throw new SandrunError('unknown-language', 'There is no language here.')
  },
} as unknown as RunService

interface Heard {
  errors: unknown[]
  closed: boolean
}

function open(): { connection: Connection; heard: Heard } {
  const heard: Heard = { errors: [], closed: false }
  const connection = new Connection(
    {
      send: (message) => {
        const said: unknown = JSON.parse(String(message))
        if (typeof said === 'object' && said !== null && 'type' in said && said.type === 'error')
          heard.errors.push(said)
      },
      close: () => {
        heard.closed = true
      },
    },
    {},
    {
      liveRuns: new LiveRuns(runs),
      maximum: DEFAULT_MAXIMUM_LIMITS,
      server: 'test',
      identify: () => 'anonymous',
      log: pino({ level: 'silent' }),
    },
  )
  connection.receiveText(JSON.stringify({ type: 'hello', protocol: 1, client: 'fuzz', resume: true }))
  return { connection, heard }
}

const known = fc.constantFrom('hello', 'start', 'signal', 'resize', 'ack', 'attach')
const value = fc.jsonValue({ maxDepth: 2 })
/** Text that is no message, messages of known types with anything in them, binary frames of no use. */
const malformed = fc.oneof(
  { weight: 2, arbitrary: fc.string({ maxLength: 40 }) },
  { weight: 2, arbitrary: value.map((json) => JSON.stringify(json)) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(known, fc.dictionary(fc.constantFrom('run', 'name', 'cols', 'rows', 'stdout', 'stderr', 'runId'), value))
      .map(([type, fields]) => JSON.stringify({ ...fields, type })),
  },
  { weight: 2, arbitrary: fc.uint8Array({ maxLength: 12 }).filter(([channel]) => channel !== 0) },
)

it('answers 100,000 malformed messages with coded errors, and passes over the types it does not know', () => {
  let { connection, heard } = open()
  let answered = 0
  fc.assert(
    fc.property(malformed, (message) => {
      const before = heard.errors.length
      if (typeof message === 'string') connection.receiveText(message)
      else connection.receiveBytes(message)
      for (const error of heard.errors.slice(before)) {
        expect(isErrorCode(ErrorMessageSchema.parse(error).code)).toBe(true)
        expect(error).not.toMatchObject({ code: 'internal' })
        answered++
      }
      // What closes a connection has said why.
      expect(heard.closed && heard.errors.length === before).toBe(false)
      if (heard.closed) ({ connection, heard } = open())
    }),
    { numRuns: MESSAGES, seed: 20_261_121 },
  )
  expect(answered).toBeGreaterThan(MESSAGES * 0.8)
})
