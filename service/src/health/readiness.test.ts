import { tmpdir } from 'node:os'
import { SandrunError } from '@sandrun/shared'
import { expect, it } from 'vitest'
import type { EngineInfo } from '../ports/sandbox-engine.ts'
import { Drain } from './drain.ts'
import { Readiness, type ReadinessDependencies } from './readiness.ts'

const engine = { info: async () => ({ rootDir: tmpdir() }) as EngineInfo }

function codes(more: Partial<ReadinessDependencies>): Promise<string[]> {
  const pool = { starved: () => [] }
  const readiness = new Readiness({ config: { stateDir: tmpdir() }, engine, pool, drain: new Drain(), ...more })
  return readiness.reasons().then((reasons) => reasons.map(({ code }) => code))
}

it('has no reasons while all is well', async () => {
  expect(await codes({})).toEqual([])
})

it('says that Docker is down, that the pool is starved, and that the service drains', async () => {
  const down = {
    info: () => Promise.reject(new SandrunError('docker-unavailable', "Can't reach Docker.")),
  }
  const starved = { starved: () => ['python'] }
  expect(await codes({ engine: down })).toEqual(['docker-unavailable'])
  expect(await codes({ pool: starved })).toEqual(['sandbox-failed'])
  const drain = new Drain()
  await drain.begin(0)
  expect(await codes({ engine: down, pool: starved, drain })).toEqual(['shutting-down', 'docker-unavailable'])
})

it('says that a disk is full', async () => {
  // This file system of Linux never has any room (proc(5)).
  expect(await codes({ config: { stateDir: '/proc' } })).toEqual(['disk-full'])
})
