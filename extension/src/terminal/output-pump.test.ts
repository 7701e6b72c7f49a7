import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { OutputPump } from './output-pump.ts'

describe('OutputPump', () => {
  let written: string[]
  let pump: OutputPump

  beforeEach(() => {
    vi.useFakeTimers()
    written = []
    pump = new OutputPump((text) => written.push(text))
  })
  afterEach(() => vi.useRealTimers())

  it('keeps everything until it is opened', () => {
    void pump.push('a')
    void pump.push('b')
    vi.advanceTimersByTime(1000)
    expect(written).toEqual([])
    pump.open()
    expect(written).toEqual(['ab'])
  })

  it('writes the first output at once and joins later output within a frame', () => {
    pump.open()
    void pump.push('a')
    expect(written).toEqual(['a'])
    void pump.push('b')
    void pump.push('c')
    expect(written).toEqual(['a'])
    vi.advanceTimersByTime(16)
    expect(written).toEqual(['a', 'bc'])
    vi.advanceTimersByTime(1000)
    void pump.push('d')
    expect(written).toEqual(['a', 'bc', 'd'])
  })

  it('blocks a writer when its room is full, until it is free again', async () => {
    pump.open()
    expect(pump.push('a')).toBeUndefined()
    expect(pump.push('b')).toBeUndefined()
    const wait = pump.push('c'.repeat(64 * 1024))
    expect(wait).toBeInstanceOf(Promise)
    vi.advanceTimersByTime(16)
    await wait
    expect(written.join('')).toHaveLength(64 * 1024 + 2)
    expect(pump.push('d')).toBeUndefined()
  })

  it('drops cleared output, and blocks no writer for it', async () => {
    const wait = pump.push('x'.repeat(64 * 1024))
    pump.clear()
    await wait
    pump.open()
    vi.advanceTimersByTime(1000)
    expect(written).toEqual([])
  })
})
