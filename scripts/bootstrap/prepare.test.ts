import { beforeEach, expect, test, vi } from 'vitest'
import { prepare, type Step } from './prepare.mjs'

beforeEach(() => {
  vi.spyOn(console, 'log').mockImplementation(() => {})
  vi.stubEnv('SANDRUN_YES', '1')
  return () => void vi.unstubAllEnvs()
})

/** A step that finds its thing once it has been brought. */
function stepOf(title: string, brought: string[]): Step {
  return {
    title,
    brings: () => title,
    find: async () => (brought.includes(title) ? { note: 'there', env: { [title]: 'found' } } : null),
    bring: async () => void brought.push(title),
  }
}

test('brings what is missing, in order, and hands on what each step found', async () => {
  const brought = ['second']
  const steps = ['first', 'second', 'third'].map((title) => stepOf(title, brought))
  await expect(prepare(steps)).resolves.toMatchObject({ first: 'found', second: 'found', third: 'found' })
  expect(brought).toEqual(['second', 'first', 'third'])
})

test('a later step sees the environment of an earlier one', async () => {
  const seen: (string | undefined)[] = []
  const first = stepOf('first', ['first'])
  const second: Step = {
    ...stepOf('second', ['second']),
    find: async ({ env }) => (seen.push(env.first), { note: '' }),
  }
  await prepare([first, second])
  expect(new Set(seen)).toEqual(new Set(['found']))
})

test('says so when a step brings nothing that is found', async () => {
  const broken: Step = { ...stepOf('broken', []), bring: async () => {} }
  await expect(prepare([broken])).rejects.toThrow("broken was installed, but Sandrun can't find it.")
})
