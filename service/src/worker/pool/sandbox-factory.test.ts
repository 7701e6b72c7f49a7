import { SandrunError } from '@sandrun/shared'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { processEngine, type TestEngine } from '../../../test/support/process-engine.ts'
import { shapeOf } from '../../../test/support/process-pool.ts'
import { AGENT_INIT, AgentVolume } from './agent-volume.ts'
import { Holder } from './holder.ts'
import { SandboxFactory, type SandboxSettings } from './sandbox-factory.ts'
import { UidAllocator } from './uid-allocator.ts'

const PRUNED = new SandrunError('sandbox-failed', `exec: "${AGENT_INIT}": no such file or directory`)

let engine: TestEngine
let factory: SandboxFactory
let uids: UidAllocator
let started: number[]
let settings: SandboxSettings

beforeEach(async () => {
  engine = processEngine(['sh'])
  uids = new UidAllocator()
  started = []
  settings = {
    holder: new Holder({ owner: 'me', instance: 'test', node: 'node' }),
    runtime: null,
    cgroupParent: null,
    cpuQuota: null,
    started: (milliseconds: number) => void started.push(milliseconds),
  }
  factory = new SandboxFactory(engine, await AgentVolume.prepare(engine, settings.holder), settings, uids)
})

it('creates a sandbox whose agent answers, and reports how long that took', async () => {
  const sandbox = await factory.create(shapeOf('sh'))
  expect([sandbox.agent.alive, started.length]).toEqual([true, 1])
  await sandbox.destroy()
  expect(await engine.count()).toBe(0)
})

it('returns a uid once, when its sandbox is gone', async () => {
  const release = vi.spyOn(uids, 'release')
  const sandbox = await factory.create(shapeOf('sh'))
  await Promise.all([sandbox.destroy(), sandbox.destroy()])
  expect(release.mock.calls).toEqual([[sandbox.uid]])
})

describe('a volume that was pruned behind its back', () => {
  it('is filled, and the start repeated', async () => {
    const fill = vi.spyOn(engine, 'fillVolume')
    vi.spyOn(engine, 'startContainer').mockRejectedValueOnce(PRUNED)
    const sandbox = await factory.create(shapeOf('sh'))
    expect([sandbox.agent.alive, fill.mock.calls.length]).toEqual([true, 1])
    await sandbox.destroy()
  })

  it('is reported if it happens twice in a row', async () => {
    const start = vi.spyOn(engine, 'startContainer').mockRejectedValue(PRUNED)
    await expect(factory.create(shapeOf('sh'))).rejects.toBe(PRUNED)
    expect(start).toHaveBeenCalledTimes(2)
  })
})

it('does not repeat a start that fails for another reason, and keeps no uid', async () => {
  const release = vi.spyOn(uids, 'release')
  engine.refusal = new SandrunError('docker-unavailable', 'Docker does not answer.')
  await expect(factory.create(shapeOf('sh'))).rejects.toBe(engine.refusal)
  expect([engine.asked.length, release.mock.calls.length, started]).toEqual([1, 1, []])
})

it('leaves nothing of an agent that ends before its first message', async () => {
  const release = vi.spyOn(uids, 'release')
  engine.argument = '--no-such-option'
  await expect(factory.create(shapeOf('sh'))).rejects.toMatchObject({ code: 'sandbox-failed' })
  expect([await engine.count(), release.mock.calls.length, started]).toEqual([0, 1, []])
})

it('fails without the agent’s image', async () => {
  vi.spyOn(engine, 'inspectImage').mockResolvedValue(null)
  await expect(AgentVolume.prepare(engine, settings.holder)).rejects.toMatchObject({ code: 'image-missing' })
})
