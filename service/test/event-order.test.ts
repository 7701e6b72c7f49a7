import { once } from 'node:events'
import type { RunRequest, ServerMessage } from '@sandrun/shared'
import { decodeFrame } from '@sandrun/shared'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startService, type TestService } from './support/service.ts'

let service: TestService

beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

/** The client's messages for one run, in order: types of messages, and bytes of a channel from an offset. */
type Heard = ServerMessage | { type: 'stdout' | 'stderr'; offset: number; length: number }

/** Runs it, and then sends a request that is refused at once: everything before that answer belongs to the run. */
async function follow(run: RunRequest): Promise<Heard[]> {
  const socket = new WebSocket(new URL('/v1/connect', service.url).href.replace('http', 'ws'))
  const heard: Heard[] = []
  socket.on('message', (data: Buffer, isBinary) => {
    const frame = isBinary ? decodeFrame(data) : null
    if (frame === null) heard.push(JSON.parse(data.toString()) as ServerMessage)
    else if (frame.channel !== 'stdin')
      heard.push({ type: frame.channel, offset: frame.sequence, length: frame.bytes.length })
    const last = heard.at(-1)
    if (last?.type === 'exit') socket.send(JSON.stringify({ type: 'start', run: {} }))
    if (last?.type === 'error') socket.close()
  })
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'hello', protocol: 1, client: 'raw' }))
  socket.send(JSON.stringify({ type: 'start', run }))
  socket.send(JSON.stringify({ type: 'stdin-end' }))
  await once(socket, 'close')
  return heard
}

/** Programs that write to both channels in any order, in a language with one phase or with two, and succeed or fail. */
const program = fc
  .record({
    language: fc.constantFrom('bash', 'c'),
    writes: fc.array(fc.tuple(fc.constantFrom(1, 2), fc.integer({ min: 1, max: 100_000 })), { maxLength: 6 }),
    end: fc.constantFrom('exit', 'fail', 'crash', 'broken'),
  })
  .map(({ language, writes, end }): RunRequest => {
    if (language === 'bash') {
      const lines = writes.map(([fd, size]) => `head -c ${size} /dev/zero >&${fd}`)
      return {
        language,
        code: [...lines, { exit: '', fail: 'exit 3', crash: 'kill -9 $$', broken: '(' }[end]].join('\n') || ':',
      }
    }
    const lines = writes.map(([fd, size]) => `for (int i = 0; i < ${size}; i += 100) write(${fd}, b, 100);`)
    const last = { exit: '', fail: 'return 3;', crash: 'raise(9);', broken: 'return x;' }[end]
    const code = `#include <signal.h>\n#include <unistd.h>\nint main(void) { char b[100] = {0}; ${lines.join(' ')} ${last} return 0; }\n`
    return { language, code }
  })

it(
  'reports every run in one order, with no byte out of place and nothing after its end',
  { timeout: 240_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(program, async (request) => {
        const heard = await follow(request)
        const types = heard.map((one) => (one.type === 'phase' ? `phase ${one.name}` : one.type))
        const order = types.filter((type) => !['stdout', 'stderr', 'stdin-ack'].includes(type)).join(', ')
        expect(order).toMatch(/^welcome, accepted, (queued, )*started, (phase compile, )?(phase run, )?exit, error$/)
        expect(order.includes('phase compile')).toBe(request.language === 'c')
        const end = types.indexOf('exit')
        expect(types.slice(end)).toEqual(['exit', 'error'])
        expect(types.findIndex((type) => type === 'stdout' || type === 'stderr')).not.toBe(types.indexOf('started') + 1)
        for (const channel of ['stdout', 'stderr'] as const) {
          let expected = 0
          for (const one of heard) {
            if (one.type !== channel) continue
            expect(one.offset).toBe(expected)
            expected += one.length
          }
          const exit = heard[end]
          if (exit?.type !== 'exit') throw new Error('there is no exit')
          const { compile, run } = exit.result
          const recorded = [compile, run].map((phase) => {
            const text = phase?.[channel] ?? ''
            return typeof text === 'string' ? Buffer.byteLength(text) : Buffer.from(text.base64, 'base64').length
          })
          expect(expected).toBe(recorded.reduce((sum, size) => sum + size, 0))
        }
      }),
      { numRuns: 30 },
    )
  },
)
