import { beforeEach, expect, test, vi } from 'vitest'
import { prepare, type Step } from './prepare.mjs'

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => {})
  vi.stubEnv('SANDRUN_YES', '1')
  return () => void vi.unstubAllEnvs()
})

/** A step that is done once its thing was installed. */
function stepOf(title: string, brought: string[]): Step {
  return {
    title,
    brings: () => title,
    find: async () => (brought.includes(title) ? { note: 'there', env: { [title]: 'found' } } : null),
    bring: async () => void brought.push(title),
  }
}

test("installs what is missing, in order of dependency, and passes each step's result on", async () => {
  const brought = ['second']
  const first = stepOf('first', brought)
  const second = stepOf('second', brought)
  const third: Step = { ...stepOf('third', brought), after: [first] }
  await expect(prepare([first, second, third])).resolves.toMatchObject({
    first: 'found',
    second: 'found',
    third: 'found',
  })
  expect(brought).toEqual(['second', 'first', 'third'])
})

test('a later step sees the environment of an earlier one', async () => {
  const seen: (string | undefined)[] = []
  const first = stepOf('first', ['first'])
  const second: Step = {
    ...stepOf('second', ['second']),
    after: [first],
    find: async ({ env }) => (seen.push(env.first), { note: '' }),
  }
  await prepare([first, second])
  expect(new Set(seen)).toEqual(new Set(['found']))
})

test('says so if a step installs nothing that is found', async () => {
  const broken: Step = { ...stepOf('broken', []), bring: async () => {} }
  await expect(prepare([broken])).rejects.toThrow("broken was installed, but Sandrun can't find it.")
})

test('runs independent steps in parallel', async () => {
  const brought: string[] = []
  const other = Promise.withResolvers<void>()
  const slow: Step = {
    ...stepOf('slow', brought),
    bring: () => other.promise.then(() => void brought.push('slow')),
  }
  const quick: Step = {
    ...stepOf('quick', brought),
    bring: async () => (brought.push('quick'), other.resolve()),
  }
  await prepare([slow, quick])
  expect(brought).toEqual(['quick', 'slow'])
})

test('stops the other steps if one fails, and reports that one', async () => {
  const begun: string[] = []
  const failing: Step = { ...stepOf('failing', []), bring: () => Promise.reject(new Error('no network')) }
  const later: Step = { ...stepOf('later', begun), after: [failing] }
  const long: Step = {
    ...stepOf('long', []),
    bring: (_machine, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
  }
  await expect(prepare([long, failing, later])).rejects.toThrow('no network')
  expect(begun).toEqual([])
})

test('begins an early step at once, which waits for what it needs itself', async () => {
  const brought: string[] = []
  const slow = stepOf('slow', brought)
  const gate = Promise.withResolvers<void>()
  const first: Step = { ...slow, bring: () => gate.promise.then(() => void brought.push('slow')) }
  const early: Step = {
    ...stepOf('early', brought),
    after: [first],
    early: true,
    bring: async (_, { ready }) => {
      brought.push('begun')
      gate.resolve()
      await ready
      brought.push('early')
    },
  }
  await prepare([first, early])
  expect(brought).toEqual(['begun', 'slow', 'early'])
})

test('tells an early step that what it needs has failed', async () => {
  const brought: string[] = []
  const first: Step = { ...stepOf('first', brought), bring: () => Promise.reject(new Error('no network')) }
  let told: unknown
  const early: Step = {
    ...stepOf('early', brought),
    after: [first],
    early: true,
    bring: async (_, { ready }) => {
      await ready?.catch((error: unknown) => {
        told = error
        throw error
      })
    },
  }
  await expect(prepare([first, early])).rejects.toThrow('no network')
  expect(told).toMatchObject({ message: 'no network' })
})
