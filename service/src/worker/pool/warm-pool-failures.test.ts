import { SandrunError } from '@sandrun/shared'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { shapeOf, startPool } from '../../../test/support/process-pool.ts'
import { until } from '../../../test/support/until.ts'

const REFUSED = new SandrunError('sandbox-failed', 'Docker refused.')

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('an engine that refuses', () => {
  it('is left alone for a while, and the language is reported as starved until then', async () => {
    await using test = await startPool(['sh'])
    const { pool, engine } = test
    engine.refusal = REFUSED
    pool.register(shapeOf('sh'), true)
    await until('it is starved', () => pool.starved().length === 1)
    expect(test.log.join('')).toContain("can't create a warm sandbox")
    await vi.advanceTimersByTimeAsync(9_999)
    expect(engine.asked).toHaveLength(1)
    engine.refusal = null
    await vi.advanceTimersByTimeAsync(1)
    await until('one is warm', () => pool.warmCount('sh') === 1)
    expect(pool.starved()).toEqual([])
  })

  it('is asked again as soon as a run has got its sandbox', async () => {
    await using test = await startPool(['sh'])
    const { pool, engine } = test
    engine.refusal = REFUSED
    pool.register(shapeOf('sh'), true)
    await until('it is starved', () => pool.starved().length === 1)
    engine.refusal = null
    await expect(pool.take(shapeOf('sh'))).resolves.toMatchObject({ warm: false })
    expect(pool.starved()).toEqual([])
    await vi.advanceTimersByTimeAsync(60)
    await until('one is warm', () => pool.warmCount('sh') === 1)
  })

  it('refuses a run, whose place is free again', async () => {
    await using test = await startPool(['sh'], { maxSandboxes: 1 })
    const { pool, engine } = test
    pool.register(shapeOf('sh'), false)
    engine.refusal = REFUSED
    await expect(pool.take(shapeOf('sh'))).rejects.toBe(REFUSED)
    engine.refusal = null
    await vi.advanceTimersByTimeAsync(60)
    await until('there is room for a warm one', () => pool.warmCount('sh') === 1)
    expect(test.taken).toEqual([])
  })

  it('to remove a sandbox does not fail the run that had it', async () => {
    await using test = await startPool(['sh'], { maxSandboxes: 1, warm: 'none' })
    const { pool } = test
    const { sandbox } = await pool.take(shapeOf('sh'))
    await sandbox.destroy()
    vi.spyOn(sandbox, 'destroy').mockRejectedValue(REFUSED)
    await pool.release(sandbox)
    expect(test.log.join('')).toContain("can't remove a sandbox")
    await expect(pool.take(shapeOf('sh'))).resolves.toMatchObject({ warm: false })
  })
})

describe('an agent that dies', () => {
  it('before its first message makes no sandbox, is reported, and leaves nothing', async () => {
    await using test = await startPool(['sh'], { warm: 'none' })
    const { pool, engine } = test
    engine.argument = '--no-such-option'
    await expect(pool.take(shapeOf('sh'))).rejects.toMatchObject({
      code: 'sandbox-failed',
      message: expect.stringContaining('usage'),
    })
    expect(await engine.count()).toBe(0)
  })

  it('while it is warm is not handed out', async () => {
    await using test = await startPool(['sh'])
    const { pool, engine } = test
    pool.register(shapeOf('sh'), true)
    await until('one is warm', () => pool.warmCount('sh') === 1)
    engine.holds = true
    engine.started[0]?.kill()
    await until('it is dead', () => engine.started[0]?.isAlive === false)
    const taken = pool.take(shapeOf('sh'))
    await until('another is made', () => engine.held.length === 1)
    engine.held[0]?.proceed()
    const { warm, sandbox } = await taken
    expect([warm, sandbox.id]).toEqual([false, engine.started[1]?.id])
  })

  it('while it is warm is noticed, and replaced without a run', async () => {
    await using test = await startPool(['sh'])
    const { pool, engine } = test
    pool.register(shapeOf('sh'), true)
    await until('one is warm', () => pool.warmCount('sh') === 1)
    engine.started[0]?.kill()
    await until('it is missed', () => pool.warmCount('sh') === 0)
    await vi.advanceTimersByTimeAsync(10_000)
    await until('another is warm', () => pool.warmCount('sh') === 1)
    expect(engine.started[1]?.isAlive).toBe(true)
  })
})
