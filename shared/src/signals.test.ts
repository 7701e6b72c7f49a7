import { constants } from 'node:os'
import { expect, it } from 'vitest'
import { signalName, SIGNALS } from './signals.ts'

it('has the numbers of Linux', () => {
  for (const [name, number] of Object.entries(constants.signals)) {
    if (Object.hasOwn(SIGNALS, name))
      expect({ name, number: SIGNALS[name as keyof typeof SIGNALS] }).toEqual({ name, number })
  }
})

it('names real-time and unknown signals', () => {
  expect(signalName(11)).toBe('SIGSEGV')
  expect(signalName(36)).toBe('SIGRTMIN+2')
  expect(signalName(32)).toBe('signal 32')
})
