import { toLossyText } from '@sandrun/shared'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { program } from '../src/attack/run/program.ts'
import { whenPrepared } from './support/both-ways.ts'
import { post, startService, type TestService } from './support/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

/** One of its cases does all it can to the runtime that waits for the next ones. */
const ATTACK = await program('prepared.py')

it('a case can’t change what the next one finds in its copy of the runtime', async () => {
  await whenPrepared(service, 'python')
  const { cases = [], start } = await post(service, {
    language: 'python',
    code: ATTACK,
    cases: ['look', 'attack', 'look', 'look'].map((stdin) => ({ stdin })),
  })
  expect(start).toBe('prepared')
  const [before = '', attack, ...after] = cases.map(({ run }) => toLossyText(run?.stdout ?? ''))
  expect(before).toMatch(/^end \(.*\) 0 .* SIG_DFL 1 False False False False \[\]\n$/)
  expect(attack).toBe(before.replace(/SIG_DFL 1 .*/, "SIG_IGN 1 True True True True ['left']"))
  expect(after).toEqual([before, before])
})

it('a case that kills the runtime leaves the next ones a normal start', async () => {
  await whenPrepared(service, 'python')
  const { cases = [], start } = await post(service, {
    language: 'python',
    code: ATTACK,
    cases: ['look', 'kill', 'look'].map((stdin) => ({ stdin })),
  })
  expect(start).toBe('prepared')
  const [first = '', killer, last] = cases.map(({ run }) => toLossyText(run?.stdout ?? ''))
  expect(killer).toBe(first)
  expect(last).toBe(first.replace('SIG_DFL 1 ', 'SIG_DFL 0 '))
})
