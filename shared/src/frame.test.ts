import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Channel, decodeFrame, encodeFrame } from './frame.ts'

const channel = fc.constantFrom<Channel>('stdin', 'stdout', 'stderr')

it('decodes what it encoded, at any offset', () => {
  fc.assert(
    fc.property(channel, fc.integer({ min: 0, max: 2 ** 40 }), fc.uint8Array(), (name, offset, bytes) => {
      const frame = decodeFrame(encodeFrame(name, offset, bytes))
      expect(frame).toEqual({ channel: name, sequence: offset % 2 ** 32, bytes })
    }),
  )
})

it('has the layout of docs/protocol.md', () => {
  expect([...encodeFrame('stderr', 0x01020304, Uint8Array.of(0xff))]).toEqual([2, 1, 2, 3, 4, 0xff])
})

it('reads a frame that is a view into a larger buffer', () => {
  const buffer = Uint8Array.of(9, 9, 1, 0, 0, 0, 7, 65, 9)
  expect(decodeFrame(buffer.subarray(2, 8))).toEqual({ channel: 'stdout', sequence: 7, bytes: Uint8Array.of(65) })
})

it.each([[[]], [[1, 0, 0, 0]], [[3, 0, 0, 0, 0, 65]], [[255, 0, 0, 0, 0]]])('%j is not a frame', (bytes) => {
  expect(decodeFrame(Uint8Array.from(bytes))).toBeNull()
})
