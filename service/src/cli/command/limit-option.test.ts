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
  'cpu',
  'cpu=2',
  'cpu=2m2',
  'speed=3s',
  'memory=-1m',
  'memory=64s',
  'processes=8s',
  'constructor=2s',
  'cpu=1constructor',
])('refuses "%s"', (text) => {
  expect(() => parseLimits([text])).toThrow('is not a limit')
})
