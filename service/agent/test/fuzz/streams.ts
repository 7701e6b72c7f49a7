import { encodeHostFrame, type HostFrame } from '../../../src/worker/agent/frames.ts'
import { collect, exec } from '../agent-under-test.ts'
import { isMalformed, isPath, MAX_PAYLOAD, type RawFrame, rawFrame } from './grammar.ts'
import type { Random } from './random.ts'

const raw = (frame: HostFrame): RawFrame => {
  const bytes = Buffer.from(encodeHostFrame(frame))
  return { type: bytes.readUInt8(0), payload: bytes.subarray(5) }
}

/** One frame of each kind, for mutations. Valid programs among them are never sent. */
const SEEDS: readonly RawFrame[] = (
  [
    { type: 'file', path: 'a/b', content: Buffer.from('text'), executable: true },
    exec(['./absent', 'a', ''], { stdin: 'frames', env: { A: 'b', C: '' } }),
    { type: 'stdin-end' },
    { type: 'signal', signal: 15 },
    { type: 'resize', cols: 80, rows: 24 },
    { type: 'grant', bytes: 1000 },
    { type: 'stop', cause: 'cancelled', graceMs: 0 },
    { type: 'ping', token: 7 },
    collect(['out/*.png', '**', 'a']),
    { type: 'reset', wipe: false },
    { type: 'prepare', phase: 'run', argv: ['./absent', ''], env: { A: 'b' } },
  ] as const
).map(raw)

/** Frames that may come before, between and after without affecting the result. */
const HARMLESS: readonly RawFrame[] = (
  [
    { type: 'signal', signal: 15 },
    { type: 'resize', cols: 1, rows: 65_535 },
    { type: 'grant', bytes: 2 ** 32 - 1 },
    { type: 'ping', token: 2 ** 32 - 1 },
    { type: 'stdin', bytes: Buffer.alloc(20, 'x') },
    { type: 'stop', cause: 'wall-limit', graceMs: 2 ** 32 - 1 },
  ] as const
).map(raw)

function splice(random: Random, bytes: Buffer): Buffer {
  const at = random.below(bytes.length + 1)
  const removed = random.below(4)
  return Buffer.concat([bytes.subarray(0, at), random.bytes(random.below(4)), bytes.subarray(at + removed)])
}

function flip(random: Random, bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes)
  if (changed.length > 0)
    changed.writeUInt8(random.pick([0, 1, 0x7f, 0x80, 0xff, random.below(256)]), random.below(changed.length))
  return changed
}

function mutant(random: Random): RawFrame {
  const seed = random.pick(SEEDS)
  let { payload } = seed
  for (let changes = random.below(4); changes >= 0; changes--) payload = random.pick([splice, flip])(random, payload)
  const type = random.chance(8) ? random.below(256) : seed.type
  return { type, payload: random.chance(8) ? payload.subarray(0, random.below(payload.length + 1)) : payload }
}

function malformedFrame(random: Random): Buffer {
  if (random.chance(20))
    return rawFrame({ type: random.below(256), payload: random.bytes(9) }, MAX_PAYLOAD + 1 + random.below(2 ** 31))
  if (random.chance(4)) {
    const frame = { type: random.below(256), payload: random.bytes(random.below(40)) }
    if (isMalformed(frame)) return rawFrame(frame)
  }
  for (;;) {
    const frame = mutant(random)
    if (isMalformed(frame)) return rawFrame(frame)
  }
}

const harmless = (random: Random, most: number): Buffer =>
  Buffer.concat(Array.from({ length: random.below(most + 1) }, () => rawFrame(random.pick(HARMLESS))))

/** A stream that must end its agent, and random frames after that. */
export function fatalStream(random: Random): Buffer {
  const after = random.chance(3) ? random.bytes(random.below(2000)) : harmless(random, 3)
  return Buffer.concat([harmless(random, 4), malformedFrame(random), after])
}

function refusedPath(random: Random): Buffer {
  const parts = ['a', 'ä', '..', '.', '', '\0', 'x'.repeat(random.pick([255, 256, 4096])), '**', '[', '%n', '-', ' ']
  for (;;) {
    const names = Array.from({ length: 1 + random.below(6) }, () => random.pick(parts))
    const path = Buffer.from(names.join('/'))
    const candidate = random.chance(3) ? splice(random, path) : path
    // A file system's longest name is 255 bytes: 256 are refused when the file is opened.
    if (
      !isPath(candidate) ||
      candidate
        .toString('latin1')
        .split('/')
        .some((name) => name.length > 255)
    )
      return candidate
  }
}

function text(bytes: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function refusedFile(random: Random): RawFrame {
  const content = random.bytes(random.below(60))
  // Without a folder in the path, a name that is too long creates nothing.
  const path = refusedPath(random)
  return { type: 0x01, payload: Buffer.concat([Buffer.of(random.below(256)), text(path), content]) }
}

function refusedCollect(random: Random): RawFrame {
  let refused = refusedPath(random)
  while (isPath(refused)) refused = refusedPath(random)
  const patterns = [...Array.from({ length: random.below(5) }, () => Buffer.from('a*/[b-')), refused]
  if (random.chance(10)) patterns.unshift(...Array.from({ length: 300 }, () => Buffer.from('**')))
  const count = Buffer.alloc(2)
  count.writeUInt16BE(patterns.length)
  return { type: 0x0a, payload: Buffer.concat([random.bytes(8), count, ...patterns.map(text)]) }
}

/** A valid frame with an invalid request, among harmless ones: the agent reports it, and continues. */
export function refusedStream(random: Random): Buffer {
  const program = raw(exec([`./absent-${random.below(1000)}`], { stdin: random.pick(['frames', 'none']) }))
  const frame = random.chance(200) ? program : random.pick([refusedFile, refusedCollect])(random)
  const ping = rawFrame({ type: 0x09, payload: random.bytes(4) })
  return random.chance(2) ? rawFrame(frame) : Buffer.concat([ping, rawFrame(frame)])
}
