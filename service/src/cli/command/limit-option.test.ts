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
  ['cpu', '"" is not a value for the limit cpu.'],
  ['cpu=2', '"2" is not a value for the limit cpu.'],
  ['cpu=2m2', '"2m2" is not a value for the limit cpu.'],
  ['speed=3s', 'Unknown limit "speed=3s".'],
  ['memory=-1m', '"-1m" is not a value for the limit memory.'],
  ['memory=64s', '"64s" is not a value for the limit memory.'],
  ['processes=8s', '"8s" is not a value for the limit processes.'],
  ['constructor=2s', 'Unknown limit "constructor=2s".'],
  ['cpu=1constructor', '"1constructor" is not a value for the limit cpu.'],
])('refuses "%s"', (text, message) => {
  expect(() => parseLimits([text])).toThrow(message)
})
