import fc from 'fast-check'
import { expect, it } from 'vitest'
import { AttachDemux } from '../src/drivers/docker/demux.ts'
import { decodeToGateway, decodeToWorker, encodeLinkFrame } from '../src/model/link-frame.ts'
import { PageQuerySchema, toPage } from '../src/model/page.ts'
import { AgentFrameDecoder, AgentFrameError } from '../src/worker/agent/agent-frames.ts'
import { faultOf, FUZZING_TIMEOUT_MS, spoilt } from './support/fuzzing.ts'

/** Every frame that an agent may send, in hexadecimal; service/agent/README.md is the reference. */
const AGENT_FRAMES = [
  '81 00000002 0003',
  '82 00000002 00 01',
  '83 00000003 00ff0a',
  '84 00000000',
  '85 0000001d 01 04 01 09 0000000000000001 0000000000000002 0000000100000000 01',
  '86 00000004 ff 02 c3a4',
  '87 00000004 00040000',
  '88 00000004 fffffffe',
  '89 00000003 01 6f6b',
  '8a 0000000f 01 0000000100000002 0004 612fc3a4',
  '8b 00000003 00ff0a',
  '8c 00000009 00000001 00 0000 0102',
  '8d 00000004 00 2f746d',
  '8e 00000004 00 2f746d',
  '8f 00000001 01',
].map((hex) => Buffer.from(hex.replaceAll(' ', ''), 'hex'))

/** The bytes in pieces of these sizes, again and again. */
function piecesOf(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; at += pieces.at(-1)?.length ?? 0)
    pieces.push(bytes.subarray(at, at + (sizes[pieces.length % sizes.length] ?? 1)))
  return pieces
}

const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 })

/** What a reader of these pieces gets, or its error, at which an agent's session ends. */
function decoded(pieces: readonly Buffer[]): unknown[] | string {
  const decoder = new AgentFrameDecoder()
  try {
    return pieces.flatMap((piece) => decoder.push(piece))
  } catch (error) {
    if (!(error instanceof AgentFrameError)) throw error
    return error.message
  }
}

it(
  "reads an agent's frames the same in pieces of any size, or refuses them",
  { timeout: FUZZING_TIMEOUT_MS },
  async () => {
    const streams = spoilt(
      fc.array(fc.constantFrom(...AGENT_FRAMES), { maxLength: 12 }).map((all) => Buffer.concat(all)),
    )
    const seen = new Set<string>()
    const read = ([bytes, cuts]: [Buffer, number[]]): void => {
      const byByte = decoded(Array.from(bytes, (byte) => Buffer.of(byte)))
      expect(decoded(piecesOf(bytes, cuts))).toEqual(byByte)
      seen.add(typeof byByte)
    }
    expect(await faultOf(fc.tuple(streams, sizes), read)).toBeNull()
    expect([...seen].toSorted()).toEqual(['object', 'string'])
  },
)

it("reads Docker's attach stream the same in pieces of any size", { timeout: FUZZING_TIMEOUT_MS }, async () => {
  const messages = ['0100000000000003 616263', '0200000000000001 78', '0100000000000000', '0200000000000100 ff']
  const wires = messages.map((hex) => Buffer.from(hex.replaceAll(' ', ''), 'hex'))
  const streams = spoilt(fc.array(fc.constantFrom(...wires), { maxLength: 12 }).map((all) => Buffer.concat(all)))
  const textOf = (pieces: readonly Buffer[]): Record<'stdout' | 'stderr', string> => {
    const heard = { stdout: '', stderr: '' }
    const demux = new AttachDemux((stream, bytes) => (heard[stream] += Buffer.from(bytes).toString('hex')))
    for (const piece of pieces) demux.push(piece)
    return heard
  }
  const read = ([bytes, cuts]: [Buffer, number[]]): void =>
    expect(textOf(piecesOf(bytes, cuts))).toEqual(textOf([bytes]))
  expect(await faultOf(fc.tuple(streams, sizes), read)).toBeNull()
})

it('reads what nodes tell each other, or nothing', { timeout: FUZZING_TIMEOUT_MS }, async () => {
  const head = { run: 'r', link: 'l', from: 'f', n: 0 }
  const messages = [
    encodeLinkFrame({ ...head, type: 'stdin', sequence: 1 }, Buffer.from('x')),
    encodeLinkFrame({ ...head, type: 'attach', resumeToken: 't', stdout: 0, stderr: 0 }),
    encodeLinkFrame({ ...head, type: 'output', channel: 'stdout', end: 3 }, Buffer.from('abc')),
    encodeLinkFrame({ ...head, type: 'failed', error: { code: 'queue-full', message: 'm', retryable: true } }),
  ].map((bytes) => Buffer.from(bytes))
  const bytes = fc.oneof(
    spoilt(fc.constantFrom(...messages)),
    fc.uint8Array().map((all) => Buffer.from(all)),
  )
  const seen = new Set<string>()
  const read = (message: Buffer): void => {
    for (const found of [decodeToWorker(message), decodeToGateway(message)]) seen.add(found?.frame.type ?? 'nothing')
  }
  // No error at all is expected.
  expect(await faultOf(bytes, read, () => false)).toBeNull()
  expect([...seen].toSorted()).toEqual(['attach', 'failed', 'nothing', 'output', 'stdin'])
})

it("reads a page's cursor, or says what is wrong", { timeout: FUZZING_TIMEOUT_MS }, async () => {
  const cursor = { createdAt: '2026-01-01T00:00:00.000Z', id: '00000000-0000-4000-8000-000000000000' }
  const real = Buffer.from(Buffer.from(JSON.stringify(cursor)).toString('base64url'))
  const texts = fc.oneof(
    fc.string(),
    spoilt(fc.constant(real)).map(String),
    fc.json().map((json) => btoa(encodeURI(json))),
  )
  expect(await faultOf(texts, (text) => toPage({ limit: 50, cursor: text }))).toBeNull()
  const queries = fc.dictionary(fc.constantFrom('limit', 'cursor', '__proto__'), fc.string())
  expect(await faultOf(queries, (query) => PageQuerySchema.safeParse(query))).toBeNull()
})
