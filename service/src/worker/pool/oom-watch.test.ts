import { expect, it } from 'vitest'
import { LABELS } from '../../model/labels.ts'
import type { SandboxEngine } from '../../ports/sandbox-engine.ts'
import { OomWatch } from './oom-watch.ts'

type Watching = { labels: Record<string, string>; kill: (id: string) => void; end: () => void; fail: () => void }

/** An engine whose events a test sends, and a clock that a test advances. */
function fakeEngine(): {
  engine: Pick<SandboxEngine, 'watchOom'>
  watching: Watching[]
  pauses: (() => void)[]
  wait: Wait
} {
  const watching: Watching[] = []
  const pauses: (() => void)[] = []
  const engine: Pick<SandboxEngine, 'watchOom'> = {
    async watchOom(labels, kill) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      watching.push({ labels, kill, end: resolve, fail: () => reject(new Error('Docker does not answer.')) })
      await promise
    },
  }
  const wait = async <T>(_milliseconds?: number, value?: T): Promise<T> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    pauses.push(resolve)
    await promise
    return value as T
  }
  return { engine, watching, pauses, wait }
}
type Wait = NonNullable<ConstructorParameters<typeof OomWatch>[2]>

const settle = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })

it('remembers killed containers until they are forgotten', () => {
  const { engine, watching, wait } = fakeEngine()
  using watch = new OomWatch(engine, 'me', wait)
  expect(watching[0]?.labels).toEqual({ [LABELS.owner]: 'me' })
  watching[0]?.kill('a')
  expect([watch.wasOomKilled('a'), watch.wasOomKilled('b')]).toEqual([true, false])
  watch.forget('a')
  expect(watch.wasOomKilled('a')).toBe(false)
})

it('reconnects to an engine, however its stream ended, and remembers earlier events', async () => {
  const { engine, watching, pauses, wait } = fakeEngine()
  using watch = new OomWatch(engine, 'me', wait)
  watching[0]?.kill('a')
  watching[0]?.end()
  await settle()
  expect(watching).toHaveLength(1)
  pauses[0]?.()
  await settle()
  watching[1]?.fail()
  await settle()
  pauses[1]?.()
  await settle()
  watching[2]?.kill('b')
  expect([watch.wasOomKilled('a'), watch.wasOomKilled('b')]).toEqual([true, true])
})

it('follows no container after the end', async () => {
  const { engine, watching, pauses, wait } = fakeEngine()
  new OomWatch(engine, 'me', wait)[Symbol.dispose]()
  watching[0]?.end()
  await settle()
  for (const over of pauses) over()
  await settle()
  expect(watching).toHaveLength(1)
})
