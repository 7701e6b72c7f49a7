import { execFile } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { LABELS } from '../src/model/labels.ts'
import { DockerEngine } from '../src/drivers/docker/docker-engine.ts'
import type { ContainerSpec, VolumeContent, VolumeSpec } from '../src/ports/sandbox-engine.ts'
import { AgentVolume, pruneAgentVolumes } from '../src/worker/pool/agent-volume.ts'
import { Holder } from '../src/worker/pool/holder.ts'
import { SandboxFactory } from '../src/worker/pool/sandbox-factory.ts'
import { UidAllocator } from '../src/worker/pool/uid-allocator.ts'

const shape = { packId: 'bash', image: 'sandrun/bash', memoryMb: 64, processes: 16, diskMb: 8 }
const identity = { node: 'test', owner: 'test:0:0', instance: 'test-agent-volume' }
const holder = new Holder(identity)
const settings = { holder, runtime: null, cgroupParent: null, cpuQuota: null, started() {} }

async function docker(...args: string[]): Promise<string> {
  return (await promisify(execFile)('docker', args)).stdout.trim()
}

it('is filled again after it was pruned while the service runs', async () => {
  const name = 'sandrun-agent-test-pruned'
  /** Gives this test's sandboxes their own volume, because other services use the real one. */
  class OwnVolumeEngine extends DockerEngine {
    override startContainer(spec: ContainerSpec) {
      return super.startContainer({ ...spec, agentVolume: { ...spec.agentVolume, name } })
    }
    override fillVolume(volume: VolumeSpec, content: VolumeContent) {
      return super.fillVolume({ ...volume, name }, content)
    }
  }
  const engine = new OwnVolumeEngine()
  const agent = await AgentVolume.prepare(engine, holder)
  const factory = new SandboxFactory(engine, agent, settings, new UidAllocator())
  try {
    await (await factory.create(shape)).destroy()
    await engine.removeVolume(name)
    const sandbox = await factory.create(shape)
    expect(sandbox.agent.alive).toBe(true)
    await sandbox.destroy()
  } finally {
    await engine.removeVolume(name)
  }
})

it('is filled by a container that a sweep would find if this process died', async () => {
  const owner = `test:${randomUUID()}`
  const since = String(Math.floor(Date.now() / 1000) - 1)
  await AgentVolume.prepare(new DockerEngine(), new Holder({ ...identity, owner }))
  const filters = ['type=container', 'event=create', `label=${LABELS.owner}=${owner}`, `label=${LABELS.deadline}`]
  const range = ['--since', since, '--until', String(Math.ceil(Date.now() / 1000) + 1)]
  expect(await docker('events', ...range, ...filters.flatMap((filter) => ['--filter', filter]))).toContain(
    'container create',
  )
})

it('is removed when a newer one has replaced it and no container uses it', async () => {
  const random = (): string => randomBytes(6).toString('hex')
  const [unused, used, other] = [`sandrun-agent-${random()}`, `sandrun-agent-${random()}`, `sandrun-other-${random()}`]
  const engine = new DockerEngine()
  const current = (await AgentVolume.prepare(engine, holder)).name
  const there = async (): Promise<string[]> => {
    const all = await engine.listVolumes(LABELS.hash)
    return [unused, used, other, current].filter((name) => all.includes(name))
  }
  // Those of other tests and services are left alone.
  const onlyThese = Object.assign(new DockerEngine(), { listVolumes: there })
  for (const name of [unused, used, other]) await docker('volume', 'create', '--label', LABELS.hash, name)
  const container = await docker('create', '--volume', `${used}:/mnt`, shape.image, 'true')
  try {
    expect(await pruneAgentVolumes(onlyThese)).toBe(1)
    expect(await there()).toEqual([used, other, current])
    await docker('rm', container)
    expect(await pruneAgentVolumes(onlyThese)).toBe(1)
    expect(await there()).toEqual([other, current])
  } finally {
    await docker('rm', '--force', container)
    for (const name of [unused, used, other]) await engine.removeVolume(name)
  }
})
