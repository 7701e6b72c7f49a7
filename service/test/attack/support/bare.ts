import { randomBytes } from 'node:crypto'
import { LABELS } from '../../../src/model/labels.ts'
import type { ContainerSpec } from '../../../src/ports/sandbox-engine.ts'
import { AgentVolume } from '../../../src/worker/pool/agent-volume.ts'
import { Holder } from '../../../src/worker/pool/holder.ts'
import { ownerName } from '../../../src/worker/pool/owner.ts'
import { type Relaxation, relaxedEngine } from './relax.ts'

const UID = 61_000
const tmpfs = `rw,nosuid,nodev,size=32m,nr_inodes=2048,mode=0700,uid=${UID},gid=${UID}`

/**
 * Runs a command in a hardened container without the agent, which forbids some things a second time. Returns both
 * channels together. `uid` 0 shows what a program could do that has become root.
 */
export async function runBare(
  argv: readonly string[],
  relax: Relaxation = (options) => options,
  image = 'sandrun/python',
): Promise<string> {
  const engine = relaxedEngine(relax)
  const volume = await AgentVolume.prepare(engine, new Holder({ owner: ownerName(), instance: 'test', node: 'test' }))
  const container = await engine.startContainer(bareSpec(argv, volume.name, image))
  const chunks: Uint8Array[] = []
  let errors = ''
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  container.onOutput(
    (bytes) => chunks.push(bytes),
    (text) => (errors += text),
  )
  container.onEnd(resolve)
  await ended
  await container.destroy()
  return Buffer.concat(chunks).toString() + errors
}

/** The command for `runBare`. */
export function bareSpec(argv: readonly string[], agentVolume: string, image = 'sandrun/python'): ContainerSpec {
  return {
    image,
    name: `sandrun-attack-${randomBytes(6).toString('hex')}`,
    labels: { [LABELS.owner]: ownerName(), [LABELS.instance]: 'attack' },
    entrypoint: argv,
    env: { HOME: '/tmp' },
    user: `${UID}:${UID}`,
    workDir: '/work',
    memoryBytes: 128 * 2 ** 20,
    pids: 32,
    cpuShares: 1024,
    cgroupParent: null,
    cpuQuota: null,
    tmpfs: { '/work': `${tmpfs},exec`, '/tmp': `${tmpfs},noexec` },
    shmBytes: 8 * 2 ** 20,
    agentVolume: { name: agentVolume, path: '/.sandrun' },
    runtime: null,
  }
}
