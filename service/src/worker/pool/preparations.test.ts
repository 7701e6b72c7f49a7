import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { shapeOf, startPool, type TestPool } from '../../../test/support/process-pool.ts'
import { until } from '../../../test/support/until.ts'
import type { PreparedRuntime } from './sandbox.ts'

/** A shell that waits. */
const runtime = (change: Partial<PreparedRuntime> = {}): PreparedRuntime => ({
  phase: 'run',
  argv: ['sh', '-c', 'read handed </.sandrun/handover'],
  env: { PATH: '/usr/bin:/bin' },
  memoryMb: 10,
  ...change,
})

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const prepared = ({ pool }: TestPool, ...ids: string[]): Promise<void> =>
  until(`those wait: ${ids.join(', ')}`, () => ids.every((id) => pool.preparedCount(id) === 1))

it('prepares a runtime in each warm sandbox of a language that has one', async () => {
  await using test = await startPool(['a', 'b', 'c'])
  for (const id of ['a', 'b']) test.pool.register(shapeOf(id), true, runtime())
  test.pool.register(shapeOf('c'), true)
  await prepared(test, 'a', 'b')
  await until('all are warm', () => test.pool.warmCount('c') === 1)
  expect(test.pool.preparedCount('c')).toBe(0)
  const { sandbox } = await test.pool.take(shapeOf('a'))
  expect([sandbox.isPrepared, test.pool.preparedCount('a')]).toEqual([true, 0])
})

it('prepares only as many as there is memory for, and the next when there is', async () => {
  await using test = await startPool(['a', 'b'], { maxPreparedMb: 15 })
  test.pool.register(shapeOf('a'), true, runtime())
  await prepared(test, 'a')
  test.pool.register(shapeOf('b'), true, runtime())
  await until('it is warm', () => test.pool.warmCount('b') === 1)
  expect(test.pool.preparedCount('b')).toBe(0)
  test.pool.unregister('a')
  await prepared(test, 'b')
})

it('keeps the memory for the next sandbox of a language that is in use', async () => {
  await using test = await startPool(['a', 'b'], { maxPreparedMb: 15 })
  test.pool.register(shapeOf('a'), true, runtime())
  await prepared(test, 'a')
  test.pool.register(shapeOf('b'), true, runtime())
  await until('it is warm', () => test.pool.warmCount('b') === 1)
  await test.pool.release((await test.pool.take(shapeOf('a'))).sandbox)
  await vi.advanceTimersByTimeAsync(60)
  await prepared(test, 'a')
  expect(test.pool.preparedCount('b')).toBe(0)
})

it('takes the memory for a language’s first runtime from the second of a language used before', async () => {
  await using test = await startPool(['old', 'new'], { maxPreparedMb: 35 })
  test.pool.register(shapeOf('old'), false, runtime())
  test.pool.register(shapeOf('new'), false, runtime())
  for (let run = 0; run < 3; run++) await test.pool.release((await test.pool.take(shapeOf('old'))).sandbox)
  await vi.advanceTimersByTimeAsync(60)
  await until('three wait', () => test.pool.preparedCount('old') === 3)
  await vi.advanceTimersByTimeAsync(1)
  await test.pool.release((await test.pool.take(shapeOf('new'))).sandbox)
  await vi.advanceTimersByTimeAsync(60)
  await prepared(test, 'new')
  expect(test.pool.preparedCount('old')).toBe(2)
})

it('starts a compiler only when no program has just begun', async () => {
  await using test = await startPool(['a', 'b'])
  await test.pool.take(shapeOf('a'))
  test.pool.register(shapeOf('b'), true, runtime({ phase: 'compile' }))
  await until('it is warm', () => test.pool.warmCount('b') === 1)
  await vi.advanceTimersByTimeAsync(299)
  expect(test.pool.preparedCount('b')).toBe(0)
  await vi.advanceTimersByTimeAsync(1)
  await prepared(test, 'b')
})

it('reports which language’s runtime could not be prepared, and leaves the sandbox for its run', async () => {
  await using test = await startPool(['a', 'b'])
  test.pool.register(shapeOf('a'), true, runtime({ argv: ['sh', '-c', 'exit 1'] }))
  await until('it says so', () => test.log.some((line) => line.includes("can't prepare a runtime")))
  test.pool.register(shapeOf('b'), true, runtime())
  await prepared(test, 'b')
  const { sandbox, warm } = await test.pool.take(shapeOf('a'))
  expect([warm, sandbox.isPrepared, sandbox.agent.alive]).toEqual([true, false, true])
})

it('is not blocked by a runtime that never waits', async () => {
  await using test = await startPool(['a', 'b'])
  test.pool.register(shapeOf('a'), true, runtime({ argv: ['sleep', '1000'] }))
  await until('it is warm', () => test.pool.warmCount('a') === 1)
  test.pool.register(shapeOf('b'), true, runtime())
  await until('it is warm', () => test.pool.warmCount('b') === 1)
  expect(test.pool.preparedCount('b')).toBe(0)
  await vi.advanceTimersByTimeAsync(15_000)
  await prepared(test, 'b')
})

it('gives a run the sandbox with a prepared runtime, whichever was created first', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sandrun-prepared-'))
  // Only the first can create the folder; the others never get to wait.
  const script = `mkdir ${folder.path}/first && exec sleep 1000; read handed </.sandrun/handover`
  await using test = await startPool(['a'])
  test.pool.register(shapeOf('a'), false, runtime({ argv: ['sh', '-c', script] }))
  for (let run = 0; run < 3; run++) await test.pool.take(shapeOf('a'))
  await vi.advanceTimersByTimeAsync(60)
  await until('three are warm', () => test.pool.warmCount('a') === 3)
  await vi.advanceTimersByTimeAsync(15_000)
  await until('two wait', () => test.pool.preparedCount('a') === 2)
  const starts = [await test.pool.take(shapeOf('a')), await test.pool.take(shapeOf('a'))]
  expect(starts.map(({ sandbox }) => sandbox.isPrepared)).toEqual([true, true])
})
