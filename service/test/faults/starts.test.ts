import { expect, it, vi } from 'vitest'
import type { Contained } from './engine-cgroup.ts'
import { Starts } from './starts.ts'

const MARK = '0b6f3c7e-8d2a-4b57-9c1e-6f2d8a4c1e90'

it('counts the containers in which each marked program runs, and nothing else', async () => {
  const looks: Contained[][] = [
    [{ pid: 1, container: 'one', words: ['bash', 'main.sh', MARK] }],
    [
      { pid: 1, container: 'one', words: ['bash', 'main.sh', MARK] },
      { pid: 2, container: 'two', words: ['bash', 'main.sh', `${MARK}.1`] },
      { pid: 3, container: 'two', words: ['/sandrun/agent'] },
    ],
    [{ pid: 4, container: 'three', words: ['bash', 'main.sh', MARK] }],
  ]
  const starts = new Starts(async () => looks.shift() ?? [])
  await vi.waitFor(() => expect(looks).toEqual([]))
  await starts.stop()
  expect(starts.seen).toEqual(
    new Map([
      [MARK, new Set(['one', 'three'])],
      [`${MARK}.1`, new Set(['two'])],
    ]),
  )
})
