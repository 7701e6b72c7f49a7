import { expect, it } from 'vitest'
import { DockerEngine } from '../src/drivers/docker/docker-engine.ts'
import type { ContainerSpec } from '../src/ports/sandbox-engine.ts'
import { AgentVolume } from '../src/worker/pool/agent-volume.ts'
import { SandboxFactory } from '../src/worker/pool/sandbox-factory.ts'
import { UidAllocator } from '../src/worker/pool/uid-allocator.ts'

const shape = { packId: 'bash', image: 'sandrun/bash', memoryMb: 64, processes: 16, diskMb: 8 }
const settings = {
  node: 'test',
  owner: 'test:0:0',
  instance: 'test-agent-volume',
  runtime: null,
  cpuQuota: null,
  started() {},
}

it('is filled again when it was pruned behind the back of a running service', async () => {
  const name = 'sandrun-agent-test-pruned'
  /** Gives the sandboxes of this test a volume of their own: other services use the real one. */
  class OwnVolumeEngine extends DockerEngine {
    override startContainer(spec: ContainerSpec) {
      return super.startContainer({ ...spec, agentVolume: { ...spec.agentVolume, name } })
    }
    override fillVolume(volume: { name: string; labels: Record<string, string> }, image: string, path: string) {
      return super.fillVolume({ ...volume, name }, image, path)
    }
  }
  const engine = new OwnVolumeEngine()
  const agent = await AgentVolume.prepare(engine)
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
