import { decodeFrame } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { FramePool } from './frame-pool.ts'

it('reuses a buffer only after it was returned', () => {
  const pool = new FramePool()
  const first = pool.encode('stdout', 0, Uint8Array.of(1))
  const second = pool.encode('stderr', 7, Uint8Array.of(2, 3))
  expect(decodeFrame(first.message)).toEqual({ channel: 'stdout', sequence: 0, bytes: Uint8Array.of(1) })
  expect(decodeFrame(second.message)).toEqual({ channel: 'stderr', sequence: 7, bytes: Uint8Array.of(2, 3) })
  first.release()
  const third = pool.encode('stdout', 1, Uint8Array.of(9))
  expect(third.message.buffer).toBe(first.message.buffer)
  expect(decodeFrame(third.message)).toEqual({ channel: 'stdout', sequence: 1, bytes: Uint8Array.of(9) })
})

it('accepts a message of any length', () => {
  const bytes = new Uint8Array(200_000).fill(5)
  const { message, release } = new FramePool().encode('stdout', 0, bytes)
  expect(decodeFrame(message)?.bytes).toEqual(bytes)
  release()
})
