import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AgentFrame, AgentFrameDecoder, AgentFrameError, encodeFile, encodeHostFrame } from './frames.ts'

const LIMITS = { cpuMs: 1, wallMs: 2, idleMs: 3, hardMs: 4, fileBytes: 5, openFiles: 6 }

function agentFrame(type: number, payload: Uint8Array): Buffer {
  const header = Buffer.alloc(5)
  header.writeUInt8(type, 0)
  header.writeUInt32BE(payload.length, 1)
  return Buffer.concat([header, payload])
}

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')

const decode = (type: number, payload: Uint8Array): AgentFrame[] =>
  new AgentFrameDecoder().push(agentFrame(type, payload))

/** Every frame that an agent can send: its bytes, and its meaning. */
const SAMPLES: readonly { wire: Buffer; frame: AgentFrame }[] = [
  { wire: agentFrame(0x81, hex('0003')), frame: { type: 'ready', protocol: 3 } },
  { wire: agentFrame(0x82, hex('00 01')), frame: { type: 'started', phase: 'compile', prepared: true } },
  { wire: agentFrame(0x83, hex('00ff0a')), frame: { type: 'stdout', bytes: hex('00ff0a') } },
  { wire: agentFrame(0x84, hex('')), frame: { type: 'stderr', bytes: hex('') } },
  {
    wire: agentFrame(0x85, hex('01 00 00 03 00000000000003e8 00000000000001f4 0000000000100000 00')),
    frame: {
      type: 'exit',
      phase: 'run',
      cause: null,
      exitCode: 3,
      signal: null,
      wallUs: 1000,
      cpuUs: 500,
      peakBytes: 2 ** 20,
      memorySource: 'rss',
    },
  },
  {
    wire: agentFrame(0x85, hex('01 04 01 09 0000000000000001 0000000000000002 0000000100000000 01')),
    frame: {
      type: 'exit',
      phase: 'run',
      cause: 'memory-limit',
      exitCode: null,
      signal: 9,
      wallUs: 1,
      cpuUs: 2,
      peakBytes: 2 ** 32,
      memorySource: 'cgroup',
    },
  },
  {
    wire: agentFrame(0x86, Buffer.concat([hex('ff 02'), Buffer.from('ä: full')])),
    frame: { type: 'failed', phase: null, code: 'no-space', message: 'ä: full' },
  },
  { wire: agentFrame(0x87, hex('00040000')), frame: { type: 'stdin-ack', bytes: 262_144 } },
  { wire: agentFrame(0x88, hex('fffffffe')), frame: { type: 'pong', token: 0xfffffffe } },
  { wire: agentFrame(0x89, hex('01 6f6b')), frame: { type: 'warn', code: 1, message: 'ok' } },
  {
    wire: agentFrame(0x8a, hex('01 0000000100000002 0004 612fc3a4')),
    frame: { type: 'file-begin', path: 'a/ä', executable: true, size: 2 ** 32 + 2 },
  },
  { wire: agentFrame(0x8b, hex('00ff0a')), frame: { type: 'file-data', bytes: hex('00ff0a') } },
  {
    wire: agentFrame(0x8c, hex('000003e8 01')),
    frame: { type: 'collected', files: 1000, leftOut: true, unmatched: [] },
  },
  {
    wire: agentFrame(0x8c, hex('00000001 00 0000 0102')),
    frame: { type: 'collected', files: 1, leftOut: false, unmatched: [0, 258] },
  },
  { wire: agentFrame(0x8d, hex('01')), frame: { type: 'reset-done', ok: true, message: '' } },
  { wire: agentFrame(0x8d, hex('00 2f746d702f61')), frame: { type: 'reset-done', ok: false, message: '/tmp/a' } },
]

describe('frames from the host', () => {
  it.each([
    [
      'a file',
      { type: 'file', path: 'a/ä', content: hex('00ff'), executable: true },
      '01 00000009 01 0004 612fc3a4 00ff',
    ],
    [
      'more of a file',
      { type: 'file', path: 'a', content: hex('07'), executable: false, append: true },
      '01 00000005 02 0001 61 07',
    ],
    ['stdin', { type: 'stdin', bytes: hex('00ff') }, '03 00000002 00ff'],
    ['the end of stdin', { type: 'stdin-end' }, '04 00000000'],
    ['a signal', { type: 'signal', signal: 15 }, '05 00000001 0f'],
    ['a new size', { type: 'resize', cols: 258, rows: 24 }, '06 00000004 0102 0018'],
    ['a grant', { type: 'grant', bytes: 65_536 }, '07 00000004 00010000'],
    ['a stop', { type: 'stop', cause: 'output-limit', graceMs: 50 }, '08 00000005 08 00000032'],
    ['a ping', { type: 'ping', token: 0xffffffff }, '09 00000004 ffffffff'],
    [
      'what to collect',
      { type: 'collect', patterns: ['a/*', 'ä'], maxTotalBytes: 258, maxFileBytes: 3 },
      '0a 00000013 00000102 00000003 0002 0003 612f2a 0002 c3a4',
    ],
    ['a reset of everything', { type: 'reset', wipe: true }, '0b 00000001 01'],
    ['a reset of processes', { type: 'reset', wipe: false }, '0b 00000001 00'],
  ] as const)('encodes %s', (_name, frame, wire) => {
    expect(Buffer.from(encodeHostFrame(frame))).toEqual(hex(wire))
  })

  it('encodes a program to run', () => {
    const encoded = encodeHostFrame({
      type: 'exec',
      phase: 'run',
      terminal: { cols: 80, rows: 24 },
      stdin: 'frames',
      stdinPipe: true,
      onlyIfOk: true,
      interactive: true,
      limits: LIMITS,
      argv: ['sh', ''],
      env: { A: 'b=c' },
    })
    const payload =
      '01 1f 0050 0018 00000001 00000002 00000003 00000004 0000000000000005 00000006' +
      '0002 00000002 7368 00000000 0001 00000005 413d623d63'
    expect(Buffer.from(encoded)).toEqual(agentFrame(0x02, hex(payload)))
  })

  it('encodes no limit as all ones, and never as 0', () => {
    const none = { cpuMs: null, wallMs: null, idleMs: null, hardMs: null, fileBytes: null, openFiles: null }
    const plain = { terminal: null, stdin: 'none', onlyIfOk: false, interactive: false, stdinPipe: false } as const
    const frame = { type: 'exec', phase: 'run', ...plain, argv: ['a'], env: {} } as const
    const encoded = Buffer.from(encodeHostFrame({ ...frame, limits: none }))
    expect(encoded.subarray(11, 39)).toEqual(Buffer.alloc(28, 0xff))
    for (const name of Object.keys(none)) {
      for (const limit of [0, -1, 0.4, Number.NaN]) {
        expect(() => encodeHostFrame({ ...frame, limits: { ...none, [name]: limit } })).toThrow(RangeError)
      }
    }
  })

  it.each([
    ['terminal', { terminal: { cols: 0, rows: 0 } }, 1],
    ['stdin', { stdin: 'frames' }, 2],
    ['onlyIfOk', { onlyIfOk: true }, 4],
    ['interactive', { interactive: true }, 8],
    ['stdinPipe', { stdinPipe: true }, 16],
  ] as const)('gives %s its own bit', (_name, change, flag) => {
    const plain = { terminal: null, stdin: 'none', onlyIfOk: false, interactive: false, stdinPipe: false } as const
    const rest = { type: 'exec', phase: 'compile', limits: LIMITS, argv: ['a'], env: {} } as const
    expect(encodeHostFrame({ ...rest, ...plain, ...change })[6]).toBe(flag)
  })

  it('splits a file of any size into pieces that fit', () => {
    fc.assert(
      fc.property(fc.constantFrom('a', 'ä/b'), fc.integer({ min: 0, max: 3 * 2 ** 20 }), (path, size) => {
        const content = Buffer.alloc(size, 7)
        const frames = encodeFile({ path, content, executable: true })
        expect(Buffer.concat(frames.map((frame) => frame.content))).toHaveLength(size)
        expect(frames.map(({ append = false }) => append)).toEqual(frames.map((_frame, index) => index > 0))
        for (const frame of frames) expect(encodeHostFrame(frame).length).toBeLessThanOrEqual(2 ** 20 + 5)
      }),
      { numRuns: 20 },
    )
  })

  it('refuses a frame that the agent would refuse', () => {
    expect(() => encodeHostFrame({ type: 'stdin', bytes: Buffer.alloc(2 ** 20 + 1) })).toThrow(RangeError)
    expect(encodeHostFrame({ type: 'stdin', bytes: Buffer.alloc(2 ** 20) })).toHaveLength(2 ** 20 + 5)
  })
})

describe('frames from the agent', () => {
  it.each(SAMPLES.map((sample) => [sample.frame.type, sample] as const))('decodes %s', (_type, { wire, frame }) => {
    expect(new AgentFrameDecoder().push(wire)).toEqual([frame])
  })

  it('parses chunks that end anywhere', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...SAMPLES), { maxLength: 20 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (samples, steps) => {
          const whole = Buffer.concat(samples.map(({ wire }) => wire))
          const decoder = new AgentFrameDecoder()
          const frames: AgentFrame[] = []
          for (let at = 0, turn = 0; at < whole.length; turn++) {
            const step = steps[turn % steps.length] ?? 1
            frames.push(...decoder.push(whole.subarray(at, at + step)))
            at += step
          }
          expect(frames).toEqual(samples.map(({ frame }) => frame))
        },
      ),
    )
  })

  it('passes on the data of a complete chunk without a copy', () => {
    const wire = agentFrame(0x83, hex('010203'))
    const [frame] = new AgentFrameDecoder().push(wire)
    wire[7] = 9
    expect(frame).toEqual({ type: 'stdout', bytes: hex('010209') })
  })

  it('reads a full frame byte by byte', () => {
    const bytes = Buffer.alloc(65_531, 1)
    const decoder = new AgentFrameDecoder()
    const frames: AgentFrame[] = []
    for (const byte of agentFrame(0x84, bytes)) frames.push(...decoder.push(Buffer.of(byte)))
    expect(frames).toEqual([{ type: 'stderr', bytes }])
  })

  it.each([
    ['an unknown type', 0x8e, ''],
    ['a type of the host', 0x01, ''],
    ['an unknown phase', 0x82, '02'],
    ['an unknown cause', 0x85, '01 0d 00 00 0000000000000000 0000000000000000 0000000000000000 00'],
    ['an unknown failure', 0x86, '01 08'],
    ['a frame that is too short', 0x87, '000000'],
    ['a frame that is too long', 0x88, '0000000000'],
    ['a warning without a code', 0x89, ''],
    ['a file whose path is too short', 0x8a, '00 0000000000000000 0002 61'],
    ['a file with more than its path', 0x8a, '00 0000000000000000 0001 6161'],
    ['a collection without its flags', 0x8c, '00000001'],
    ['a reset without a result', 0x8d, ''],
  ])('refuses %s', (_name, type, payload) => {
    expect(() => decode(type, hex(payload))).toThrow(AgentFrameError)
  })

  it('refuses a length that no agent sends, before it has arrived', () => {
    expect(() => new AgentFrameDecoder().push(hex('83 00010001'))).toThrow(AgentFrameError)
  })
})
