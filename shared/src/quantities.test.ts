import { describe, expect, it } from 'vitest'
import { formatDuration, formatMemory, formatSeconds } from './quantities.ts'

describe('quantities', () => {
  it.each([
    [0.2, '1 ms'],
    [12.4, '12 ms'],
    [999.4, '999 ms'],
    [999.6, '1.0 s'],
    [1234, '1.2 s'],
    [59_949, '59.9 s'],
    [59_960, '1 min 0 s'],
    [125_000, '2 min 5 s'],
  ])('shows %d ms as %s', (ms, words) => {
    expect(formatDuration(ms)).toBe(words)
  })

  it.each([
    [640, '640 KB'],
    [1023.9, '1 MB'],
    [9300, '9 MB'],
    [1_572_864, '1.5 GB'],
  ])('shows %d KB as %s', (kb, words) => {
    expect(formatMemory(kb)).toBe(words)
  })

  it('shows seconds to the millisecond', () => {
    expect(formatSeconds(12.4)).toBe('0.012')
    expect(formatSeconds(61_000)).toBe('61.000')
  })
})
