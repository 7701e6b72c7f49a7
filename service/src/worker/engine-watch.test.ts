import { SandrunError } from '@sandrun/shared'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { EngineInfo } from '../ports/sandbox-engine.ts'
import { EngineWatch } from './engine-watch.ts'

const INFO: EngineInfo = {
  engine: 'Docker',
  version: '1',
  cgroupVersion: '2',
  cpus: 1,
  memoryBytes: 1,
  architecture: 'x86_64',
  runtimes: [],
  defaultRuntime: 'runc',
  kernel: '6',
  system: 'Debian',
  security: [],
  rootless: false,
  unenforced: [],
  userNamespaces: false,
  storageDriver: 'overlay2',
  rootDir: '/var/lib/docker',
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('asks the engine now and then, however often it is asked', async () => {
  const info = vi.fn<() => Promise<EngineInfo>>(async () => INFO)
  const refresh = vi.fn<() => Promise<void>>(async () => {})
  await using watch = new EngineWatch({ info }, refresh)
  for (let time = 0; time < 100; time++) await expect(watch.info()).resolves.toBe(INFO)
  expect(info).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(2000)
  expect(info).toHaveBeenCalledTimes(2)
  expect(refresh).toHaveBeenCalledTimes(2)
})

it('reports that the engine does not answer until it does again', async () => {
  let away = true
  const info = async (): Promise<EngineInfo> => {
    if (away) throw new SandrunError('docker-unavailable', 'Docker does not answer.')
    return INFO
  }
  await using watch = new EngineWatch({ info }, async () => {})
  await expect(watch.info()).rejects.toMatchObject({ code: 'docker-unavailable' })
  away = false
  await expect(watch.info()).rejects.toMatchObject({ code: 'docker-unavailable' })
  await vi.advanceTimersByTimeAsync(2000)
  await expect(watch.info()).resolves.toBe(INFO)
})

it('does not ask again while it waits for an answer, and waits for it when it closes', async () => {
  const answer = Promise.withResolvers<EngineInfo>()
  const info = vi.fn<() => Promise<EngineInfo>>(() => answer.promise)
  const refresh = vi.fn<() => Promise<void>>(async () => {})
  const watch = new EngineWatch({ info }, refresh)
  await vi.advanceTimersByTimeAsync(20_000)
  expect(info).toHaveBeenCalledTimes(1)
  let closed = false
  const closing = watch[Symbol.asyncDispose]().then(() => (closed = true))
  await vi.advanceTimersByTimeAsync(2000)
  expect(closed).toBe(false)
  answer.resolve(INFO)
  await closing
  expect(refresh).not.toHaveBeenCalled()
})
