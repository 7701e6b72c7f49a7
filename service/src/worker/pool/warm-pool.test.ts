import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { shapeOf, startPool } from '../../../test/support/process-pool.ts'
import { until } from '../../../test/support/until.ts'

const MINUTE = 60_000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe('refilling', () => {
  it('keeps one for a starter language from the beginning, and creates its successor after a short program has had its turn', async () => {
    await using test = await startPool(['sh'])
    const { pool, engine } = test
    pool.register(shapeOf('sh'), true)
    await until('one is warm', () => pool.warmCount('sh') === 1)
    await expect(pool.take(shapeOf('sh'))).resolves.toMatchObject({ warm: true, sandbox: { agent: { alive: true } } })
    expect(pool.warmCount('sh')).toBe(0)
    await vi.advanceTimersByTimeAsync(59)
    expect(engine.asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    await until('its successor is warm', () => pool.warmCount('sh') === 1)
    expect(engine.asked).toHaveLength(2)
    expect(test.taken).toEqual([['sh', true]])
  })

  it('keeps none for another language before it is used, and one afterwards', async () => {
    await using test = await startPool(['awk'])
    const { pool, engine } = test
    pool.register(shapeOf('awk'), false)
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(engine.asked).toEqual([])
    await expect(pool.take(shapeOf('awk'))).resolves.toMatchObject({ warm: false })
    await vi.advanceTimersByTimeAsync(60)
    await until('one is warm', () => pool.warmCount('awk') === 1)
  })

  it('keeps none if the operator wants none', async () => {
    await using test = await startPool(['sh'], { warm: 'none' })
    test.pool.register(shapeOf('sh'), true)
    await test.pool.take(shapeOf('sh'))
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(test.engine.asked).toHaveLength(1)
  })

  it('gives a language its first sandbox before another its third, if need be that of a language used before', async () => {
    await using test = await startPool(['old', 'busy', 'new'], { maxSandboxes: 5 })
    const { pool } = test
    for (const id of ['old', 'busy', 'new']) pool.register(shapeOf(id), false)
    for (let run = 0; run < 3; run++) await pool.release((await pool.take(shapeOf('old'))).sandbox)
    await vi.advanceTimersByTimeAsync(60)
    await until('three are warm', () => pool.warmCount('old') === 3)
    const fresh = await pool.take(shapeOf('new'))
    await vi.advanceTimersByTimeAsync(1)
    for (let run = 0; run < 3; run++) {
      const { sandbox } = await pool.take(shapeOf('busy'))
      if (run > 0) await pool.release(sandbox)
    }
    await vi.advanceTimersByTimeAsync(60)
    await until('the busy one has one', () => pool.warmCount('busy') > 0)
    await pool.release(fresh.sandbox)
    await until('the new one has one', () => pool.warmCount('new') === 1)
    expect(pool.warmCount('old') + pool.warmCount('busy')).toBeLessThan(4)
  })

  it('creates two at once, for the languages used last', async () => {
    await using test = await startPool(['a', 'b', 'c'])
    const { pool, engine } = test
    for (const id of ['a', 'b', 'c']) pool.register(shapeOf(id), false)
    for (const id of ['a', 'b', 'c']) {
      await pool.take(shapeOf(id))
      await vi.advanceTimersByTimeAsync(1)
    }
    engine.holds = true
    await vi.advanceTimersByTimeAsync(60)
    const held = (): string[] => engine.held.map(({ spec }) => spec.image)
    expect(held()).toEqual(['sandrun/c', 'sandrun/b'])
    engine.held[0]?.proceed()
    await until('the third has its turn', () => engine.held.length === 3)
    expect(held()[2]).toBe('sandrun/a')
    for (const start of engine.held) start.proceed()
  })

  it('waits for a compiler that needs every CPU, but no longer than a second', async () => {
    await using test = await startPool(['c'])
    const { pool, engine } = test
    pool.register(shapeOf('c'), false)
    for (const time of ['is done', 'takes long']) {
      await pool.take(shapeOf('c'))
      const asked = engine.asked.length
      const compiler = pool.compiling()
      await vi.advanceTimersByTimeAsync(999)
      expect(engine.asked).toHaveLength(asked)
      if (time === 'is done') compiler[Symbol.dispose]()
      await vi.advanceTimersByTimeAsync(61)
      await until('its successor is warm', () => pool.warmCount('c') === 1)
      // A timer that has already fired must not end anything again.
      compiler[Symbol.dispose]()
    }
  })

  it('continues beside a compiler that leaves a CPU free', async () => {
    await using test = await startPool(['c'], { cpus: 3 })
    const { pool } = test
    pool.register(shapeOf('c'), false)
    await pool.take(shapeOf('c'))
    using compiler = pool.compiling()
    await vi.advanceTimersByTimeAsync(60)
    await until('its successor is warm', () => pool.warmCount('c') === 1)
    expect(compiler).toBeDefined()
  })

  it('removes the sandboxes of an idle language', async () => {
    await using test = await startPool(['sh', 'awk'])
    const { pool, engine } = test
    pool.register(shapeOf('sh'), true)
    pool.register(shapeOf('awk'), false)
    for (let run = 0; run < 3; run++) {
      for (const id of ['sh', 'awk']) await pool.release((await pool.take(shapeOf(id))).sandbox)
    }
    await until('both are busy', () => pool.warmCount('sh') === 3 && pool.warmCount('awk') === 3)
    vi.setSystemTime(Date.now() + 10 * MINUTE)
    await vi.advanceTimersByTimeAsync(10_000)
    expect([pool.warmCount('sh'), pool.warmCount('awk')]).toEqual([1, 0])
    await until('the others are removed', () => engine.started.filter(({ isAlive }) => isAlive).length === 1)
  })
})

describe('taking', () => {
  it('does not wait for one that is being created, which then waits for the next run', async () => {
    await using test = await startPool(['sh'])
    const { pool, engine } = test
    engine.holds = true
    pool.register(shapeOf('sh'), true)
    expect(engine.held).toHaveLength(1)
    const taken = pool.take(shapeOf('sh'))
    await until('its own is begun', () => engine.held.length === 2)
    engine.held[1]?.proceed()
    const own = await taken
    expect([own.warm, own.sandbox.id]).toEqual([false, engine.held[1]?.spec.name])
    engine.held[0]?.proceed()
    await until('the other is warm', () => pool.warmCount('sh') === 1)
    expect((await pool.take(shapeOf('sh'))).sandbox.id).toBe(engine.held[0]?.spec.name)
    for (const start of engine.held) start.proceed()
  })

  it('gives one warm sandbox to one of two runs', async () => {
    await using test = await startPool(['sh'])
    const { pool } = test
    pool.register(shapeOf('sh'), true)
    await until('one is warm', () => pool.warmCount('sh') === 1)
    const both = await Promise.all([pool.take(shapeOf('sh')), pool.take(shapeOf('sh'))])
    expect(both.map(({ warm }) => warm)).toEqual([true, false])
    expect(new Set(both.map(({ sandbox }) => sandbox.id)).size).toBe(2)
  })

  it('creates one if a run needs another disk than the warm ones have', async () => {
    await using test = await startPool(['sh'])
    const { pool } = test
    pool.register(shapeOf('sh'), true)
    await until('one is warm', () => pool.warmCount('sh') === 1)
    await expect(pool.take({ ...shapeOf('sh'), diskMb: 9 })).resolves.toMatchObject({ warm: false })
    expect(pool.warmCount('sh')).toBe(1)
  })
})

describe('room', () => {
  it('is never exceeded by warm ones; the least recently used one gives way to a run', async () => {
    await using test = await startPool(['old', 'new', 'other'], { maxSandboxes: 2 })
    const { pool, engine } = test
    for (const id of ['old', 'new']) {
      pool.register(shapeOf(id), true)
      await pool.release((await pool.take(shapeOf(id))).sandbox)
      await vi.advanceTimersByTimeAsync(100)
    }
    await until('both are warm', () => pool.warmCount('old') === 1 && pool.warmCount('new') === 1)
    const first = await pool.take(shapeOf('other'))
    expect([pool.warmCount('old'), pool.warmCount('new')]).toEqual([0, 1])
    await pool.take(shapeOf('other'))
    expect([pool.warmCount('old'), pool.warmCount('new')]).toEqual([0, 0])
    const asked = engine.asked.length
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(engine.asked).toHaveLength(asked)
    await pool.release(first.sandbox)
    await until('there is room for one', () => engine.asked.length === asked + 1)
  })

  it('includes those that are being created', async () => {
    await using test = await startPool(['a', 'b'], { maxSandboxes: 1 })
    const { pool, engine } = test
    engine.holds = true
    pool.register(shapeOf('a'), true)
    pool.register(shapeOf('b'), true)
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(engine.held.map(({ spec }) => spec.image)).toEqual(['sandrun/a'])
    engine.held[0]?.proceed()
  })
})

describe('an image', () => {
  it('that is rebuilt during a refill leaves no sandbox of the old one', async () => {
    await using test = await startPool(['sh'])
    const { pool, engine } = test
    engine.holds = true
    pool.register(shapeOf('sh'), true)
    pool.unregister('sh')
    pool.register(shapeOf('sh'), true)
    const [before, after] = engine.held
    before?.proceed()
    await until('the one before is gone', () => engine.started[0]?.isAlive === false)
    expect(pool.warmCount('sh')).toBe(0)
    after?.proceed()
    await until('the new one is warm', () => pool.warmCount('sh') === 1)
    expect((await pool.take(shapeOf('sh'))).sandbox.id).toBe(after?.spec.name)
  })

  it('that is removed takes its warm sandboxes along', async () => {
    await using test = await startPool(['sh'])
    const { pool, engine } = test
    pool.register(shapeOf('sh'), true)
    await until('one is warm', () => pool.warmCount('sh') === 1)
    pool.unregister('sh')
    expect(pool.warmCount('sh')).toBe(0)
    await until('it is removed', () => engine.started[0]?.isAlive === false)
  })
})

describe('closing', () => {
  it('waits for one that is being created, and leaves nothing', async () => {
    const { pool, engine } = await startPool(['sh'])
    engine.holds = true
    pool.register(shapeOf('sh'), true)
    let closed = false
    const closing = pool.close().then(() => (closed = true))
    await vi.advanceTimersByTimeAsync(0)
    expect(closed).toBe(false)
    engine.held[0]?.proceed()
    await closing
    expect([engine.started.length, await engine.count()]).toEqual([1, 0])
  })

  it('waits for those that are being removed, and creates no more', async () => {
    const { pool, engine } = await startPool(['sh'])
    pool.register(shapeOf('sh'), true)
    await until('one is warm', () => pool.warmCount('sh') === 1)
    const { sandbox } = await pool.take(shapeOf('sh'))
    const released = pool.release(sandbox)
    await pool.close()
    expect(await engine.count()).toBe(0)
    await released
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(engine.asked).toHaveLength(1)
  })
})
