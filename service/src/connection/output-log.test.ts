import fc from 'fast-check'
import { expect, it } from 'vitest'
import { OutputLog } from './output-log.ts'

const joined = (log: OutputLog, from: number): number[] =>
  [...log.read('stdout', from)].flatMap(({ bytes }) => [...bytes])

it('sends again every byte from any offset that is not acknowledged, however it came and was acknowledged', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 20 })),
      fc.array(fc.nat(400)),
      fc.nat(400),
      (chunks, acks, from) => {
        const log = new OutputLog()
        const whole = chunks.flatMap((chunk) => [...chunk])
        for (const chunk of chunks) log.append('stdout', chunk)
        for (const ack of acks) log.acknowledge({ stdout: Math.min(ack, whole.length), stderr: 0 })
        const at = Math.max(from % (whole.length + 1), log.start('stdout'))
        expect(joined(log, at)).toEqual(whole.slice(at))
      },
    ),
  )
})

it('counts what is acknowledged once', () => {
  const log = new OutputLog()
  expect(log.append('stdout', new Uint8Array(10))).toBe(0)
  expect(log.append('stderr', new Uint8Array(5))).toBe(0)
  expect(log.append('stdout', new Uint8Array(10))).toBe(10)
  expect(log.acknowledge({ stdout: 12, stderr: 5 })).toBe(17)
  expect(log.acknowledge({ stdout: 12, stderr: 5 })).toBe(0)
  expect(log.acknowledge({ stdout: 3, stderr: 0 })).toBe(0)
  expect(log.start('stdout')).toBe(12)
})

it('refuses an acknowledgement of what was never sent', () => {
  expect(new OutputLog().acknowledge({ stdout: 1, stderr: 0 })).toBeNull()
})
