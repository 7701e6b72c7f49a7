import { once } from 'node:events'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { extractZip } from '../src/gateway/http/compat/judge0/zip.ts'
import { damaged, faultOf, FUZZING_TIMEOUT_MS, spoilt } from './support/fuzzing.ts'
import { startService, type TestService } from './support/service.ts'
import { zipOf } from './support/zip.ts'

const timeout = FUZZING_TIMEOUT_MS

it("an archive of Judge0's is unpacked, or its fault reported", { timeout }, async () => {
  const archive = zipOf(
    { name: 'folder/', content: Buffer.alloc(0) },
    { name: 'folder/run', content: Buffer.from('content'), mode: 0o755 },
    { name: 'zeros', content: Buffer.alloc(10_000) },
  )
  const archives = fc.oneof(
    { weight: 9, arbitrary: spoilt(fc.constant(archive)).map((bytes) => bytes.toString('base64')) },
    { weight: 1, arbitrary: fc.string() },
  )
  const seen = new Set<number>()
  const read = async (base64: string): Promise<void> => {
    const files = await extractZip(base64, 'additional_files')
    seen.add(files.length)
    expect(files.filter(({ path }) => path.startsWith('/') || path.split('/').includes('..'))).toEqual([])
  }
  expect(await faultOf(archives, read)).toBeNull()
  // It got past the parser's first checks.
  expect(seen.has(2)).toBe(true)
})

/** What Socket.IO's clients send: `4` a message, `2` an event, `5` one with bytes (socket.io-protocol, version 5). */
const PACKETS = [
  '40',
  '41',
  '2',
  '3probe',
  '5',
  '421["input",{"data":"x","executionId":"y"}]',
  '42["execute-interactive",{"language":"no-such-language","code":"x"}]',
  '451-["input",{"data":{"_placeholder":true,"num":0}}]',
  '430["x"]',
  '44{"message":"x"}',
  '42/other,["input"]',
]

const event = damaged(['execute-interactive', { language: 'no-such-language', code: 'x', args: ['y'], files: [] }])
const packet = fc.oneof(
  event.map((json) => `42${JSON.stringify(json)}`),
  spoilt(fc.constantFrom(...PACKETS).map((text) => Buffer.from(text))).map(String),
  fc.uint8Array({ maxLength: 20 }),
)

/** No language. The error that names it is the answer to the last event. */
const LAST = 'the-last-one'

let service: TestService
beforeAll(async () => {
  service = await startService({ SANDRUN_WARM: 'none' })
})
afterAll(() => service[Symbol.asyncDispose]())

it("the service survives every packet of Socket.IO's, and reports no internal error", { timeout }, async () => {
  const url = new URL('/socket.io/?EIO=4&transport=websocket', service.url)
  url.protocol = 'ws:'
  let answered = 0
  const send = async (packets: readonly (string | Uint8Array)[]): Promise<void> => {
    const socket = new WebSocket(url)
    socket.on('error', () => {})
    const done = new Promise((resolve) => {
      socket.on('message', (data: Buffer) => {
        const text = data.toString()
        // It is connected, and takes events from now on.
        if (text.startsWith('40{') && waiting.length > 0) for (const one of waiting.splice(0)) socket.send(one)
        if (text.includes(LAST)) resolve('answered')
      })
      socket.on('close', () => resolve('closed'))
    })
    const waiting = [...packets, `42["execute-interactive",{"language":"${LAST}","code":"x"}]`]
    await once(socket, 'open')
    socket.send('40')
    if ((await done) === 'answered') answered++
    socket.terminate()
  }
  expect(await faultOf(fc.array(packet, { minLength: 1, maxLength: 5 }), send)).toBeNull()
  expect(answered).toBeGreaterThan(10)
  expect((await fetch(new URL('/readyz', service.url))).status).toBe(200)
  expect(service.log.filter((line) => /"level":(?:50|60)/.test(line))).toEqual([])
})
