import { expect, it } from 'vitest'
import { parseLimits } from './limit-option.ts'

it('reads times, sizes and counts with their units', () => {
  expect(
    parseLimits(['cpu=2s,wall=1.5m,memory=1g', 'output=64k,disk=32mb,file=512k,processes=8,open-files=64']),
  ).toEqual({
    cpuMs: 2000,
    wallMs: 90_000,
    memoryMb: 1024,
    outputKb: 64,
    diskMb: 32,
    fileMb: 1,
    processes: 8,
    openFiles: 64,
  })
  expect(parseLimits(undefined)).toEqual({})
})

it.each([
  ['cpu', 'Invalid value "" for the limit cpu.'],
  ['cpu=2', 'Invalid value "2" for the limit cpu.'],
  ['cpu=2m2', 'Invalid value "2m2" for the limit cpu.'],
  ['speed=3s', 'Unknown limit "speed".'],
  ['memory=-1m', 'Invalid value "-1m" for the limit memory.'],
  ['memory=64s', 'Invalid value "64s" for the limit memory.'],
  ['processes=8s', 'Invalid value "8s" for the limit processes.'],
  ['constructor=2s', 'Unknown limit "constructor".'],
  ['cpu=1constructor', 'Invalid value "1constructor" for the limit cpu.'],
])('refuses "%s"', (text, message) => {
  expect(() => parseLimits([text])).toThrow(message)
})
