import { expect, it } from 'vitest'
import { LEFT_OUT } from './left-out.ts'

it('names each test once', () => {
  const tests = LEFT_OUT.flatMap(({ tests: names }) => names)
  expect(new Set(tests).size).toBe(tests.length)
})
