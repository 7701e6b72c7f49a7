import { DEFAULT_MAXIMUM_LIMITS, ErrorMessageSchema, isErrorCode, SandrunError } from '@sandrun/shared'
import fc from 'fast-check'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { ANONYMOUS } from '../src/model/principal.ts'
import type { Submit } from '../src/gateway/submit.ts'
import { Connection } from '../src/gateway/ws/connection.ts'
import { LiveRuns } from '../src/worker/live/live-runs.ts'

const MESSAGES = 100_000

/** Another seed makes other messages. */
const SEED = Number(process.env['SANDRUN_FUZZ_SEED'] ?? 20_261_121)

/** After those messages there are more, until this time has passed. */
const BUDGET_MS = Number(process.env['SANDRUN_FUZZ_SECONDS'] ?? 0) * 1000

/** All of it is our own computing, which takes a while on a busy machine. */
const TIMEOUT_MS = 300_000 + BUDGET_MS

/** A malformed message can reach only this: an accidentally valid request finds no language. */
const runs: Pick<Submit, 'start' | 'mayBuild'> = {
  mayBuild: () => false,
  async start() {
    throw new SandrunError('unknown-language', 'Unknown language.')
  },
}

interface Heard {
  errors: unknown[]
  closed: boolean
}

/** Identifying and submitting take a few turns of the microtask queue. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 12; turn++) await Promise.resolve()
}

/** A connection after its welcome. */
async function open(): Promise<{ connection: Connection; heard: Heard }> {
  const heard: Heard = { errors: [], closed: false }
  const connection = new Connection(
    {
      send: (message) => {
        if (message.type === 'error') heard.errors.push(message)
      },
      sendBytes() {},
      close: () => {
        heard.closed = true
      },
      pause() {},
      resume() {},
    },
    {
      runs,
      liveRuns: new LiveRuns(),
      maximum: DEFAULT_MAXIMUM_LIMITS,
      maxMessageBytes: 1e6,
      server: 'test',
      identify: async () => ({ ...ANONYMOUS, address: '127.0.0.1' }),
      log: pino({ level: 'silent' }),
    },
  )
  connection.receiveText(JSON.stringify({ type: 'hello', protocol: 1, client: 'fuzz', resume: true }))
  await settled()
  return { connection, heard }
}

const known = fc.constantFrom('hello', 'start', 'signal', 'resize', 'ack', 'attach')
const value = fc.jsonValue({ maxDepth: 2 })
/** Text that is not a message, known message types with arbitrary contents, useless binary frames. */
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

/** Each batch has its own seed, so that one seed and one message are enough to repeat a failure. */
function* batches(): Generator<{ seed: number; messages: (string | Uint8Array)[] }> {
  const until = performance.now() + BUDGET_MS
  let seed = SEED
  do {
    yield { seed, messages: fc.sample(malformed, { numRuns: MESSAGES, seed }) }
    seed++
  } while (performance.now() < until)
}

it(
  'answers 100,000 malformed messages with coded errors, and ignores unknown types',
  async () => {
    let { connection, heard } = await open()
    for (const { seed, messages } of batches()) {
      let answered = 0
      for (const message of messages) {
        const place = `seed ${seed}, on ${String(message)}`
        const before = heard.errors.length
        if (typeof message === 'string') connection.receiveText(message)
        else connection.receiveBytes(message)
        await settled()
        for (const error of heard.errors.slice(before)) {
          expect(isErrorCode(ErrorMessageSchema.parse(error).code), `at ${place}`).toBe(true)
          expect(error, `at ${place}`).not.toMatchObject({ code: 'internal' })
          answered++
        }
        // A message that closes the connection has said why.
        expect(heard.closed && heard.errors.length === before, `at ${place}`).toBe(false)
        if (heard.closed) ({ connection, heard } = await open())
      }
      expect(answered, `seed ${seed}`).toBeGreaterThan(MESSAGES * 0.8)
    }
  },
  TIMEOUT_MS,
)
