import { constants } from 'node:os'
import { expect, it } from 'vitest'
import { signalName, SIGNALS } from './signals.ts'

it('has the numbers of Linux', () => {
  const known = Object.entries(constants.signals).filter(([name]) => Object.hasOwn(SIGNALS, name))
  expect(SIGNALS).toMatchObject(Object.fromEntries(known))
})

it('names real-time and unknown signals', () => {
  expect(signalName(11)).toBe('SIGSEGV')
  expect(signalName(36)).toBe('SIGRTMIN+2')
  expect(signalName(32)).toBe('signal 32')
})
