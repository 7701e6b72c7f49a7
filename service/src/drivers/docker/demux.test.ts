import fc from 'fast-check'
import { expect, it } from 'vitest'
import { AttachDemux, type AttachStream } from './demux.ts'

function multiplex(frames: readonly { stream: AttachStream; bytes: Uint8Array }[]): Buffer {
  return Buffer.concat(
    frames.flatMap(({ stream, bytes }) => {
      const header = Buffer.alloc(8)
      header[0] = stream === 'stderr' ? 2 : 1
      header.writeUInt32BE(bytes.length, 4)
      return [header, bytes]
    }),
  )
}

it('returns every stream byte for byte, however the chunks fall', () => {
  const frame = fc.record({
    stream: fc.constantFrom<AttachStream>('stdout', 'stderr'),
    bytes: fc.uint8Array({ maxLength: 40 }),
  })
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 20 }), fc.array(fc.integer({ min: 1, max: 30 })), (frames, steps) => {
      const seen: Record<AttachStream, number[]> = { stdout: [], stderr: [] }
      const demux = new AttachDemux((stream, bytes) => seen[stream].push(...bytes))
      const whole = multiplex(frames)
      for (let at = 0, turn = 0; at < whole.length; turn++) {
        const step = steps[turn % Math.max(steps.length, 1)] ?? 7
        demux.push(whole.subarray(at, at + step))
        at += step
      }
      for (const stream of ['stdout', 'stderr'] as const) {
        expect(seen[stream]).toEqual(frames.filter((one) => one.stream === stream).flatMap(({ bytes }) => [...bytes]))
      }
    }),
  )
})
