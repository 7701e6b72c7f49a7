import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { toSandrunError } from '@sandrun/shared'
import type { EngineInfo, SandboxEngine } from '../../ports/sandbox-engine.ts'
import type { Config } from '../../settings/config.ts'
import { AgentVolume } from '../../worker/pool/agent-volume.ts'
import { Holder } from '../../worker/pool/holder.ts'
import { ownerName } from '../../worker/pool/owner.ts'
import { SandboxFactory } from '../../worker/pool/sandbox-factory.ts'
import type { SandboxShape } from '../../worker/pool/sandbox.ts'
import { UidAllocator } from '../../worker/pool/uid-allocator.ts'
import type { Finding } from './finding.ts'
import { compareRuntimes, type RuntimeTimes } from './runtime-times.ts'

/** Docker's usual runtime, and one that isolates as well and may be faster. */
const USUAL = 'runc'
const OTHER = 'crun'

/** Starts with each runtime, in turns. */
const TURNS = 5

/** No further turn begins after this. */
const MOST_MS = 5000

const SHAPE = { packId: 'doctor', memoryMb: 64, processes: 16, diskMb: 16 }

interface Machine {
  engine: SandboxEngine
  info: EngineInfo
  config: Pick<Config, 'runtime' | 'instance' | 'cgroupParent' | 'cpuQuota'>
  /** Those of languages, built or not. */
  images: readonly string[]
  environment: NodeJS.ProcessEnv
}

/** Finds out whether crun starts sandboxes faster here. It starts a few with each runtime, if Docker has both. */
export async function examineRuntimes({ engine, info, config, images, environment }: Machine): Promise<Finding[]> {
  // Somebody who has chosen gVisor or Kata wants more isolation, not less time.
  if (info.engine !== 'Docker' || (config.runtime ?? info.defaultRuntime) !== USUAL) return []
  // One without root has another configuration.
  if (!info.runtimes.includes(OTHER)) return info.rootless ? [] : suggestRegistration(environment)
  const shape = await builtShape(engine, images)
  if (shape === null) return []
  try {
    const [used, other] = await timeStarts(engine, config, shape)
    return [compareRuntimes(used, other)]
  } catch (error) {
    return [{ state: 'note', what: `can't compare ${OTHER} with ${USUAL}: ${toSandrunError(error).message}` }]
  }
}

/** Of a crun that is on this machine, if the engine is too. */
async function suggestRegistration({ PATH = '', DOCKER_HOST = 'unix://' }: NodeJS.ProcessEnv): Promise<Finding[]> {
  if (!DOCKER_HOST.startsWith('unix://')) return []
  for (const folder of PATH.split(delimiter)) {
    const path = join(folder, OTHER)
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (!isThere) continue
    const runtimes = JSON.stringify({ runtimes: { [OTHER]: { path } } })
    return [
      {
        state: 'note',
        what: `${OTHER}, which may start sandboxes faster, is installed, but Docker does not know it`,
        fix: `Add ${runtimes} to /etc/docker/daemon.json, run systemctl reload docker, then sandrun doctor again.`,
      },
    ]
  }
  return []
}

/** A sandbox of the first image that is built. The language makes no difference here. */
async function builtShape(engine: SandboxEngine, images: readonly string[]): Promise<SandboxShape | null> {
  for (const image of images) if ((await engine.inspectImage(image)) !== null) return { ...SHAPE, image }
  return null
}

async function timeStarts(
  engine: SandboxEngine,
  { instance, cgroupParent, cpuQuota }: Machine['config'],
  shape: SandboxShape,
): Promise<[used: RuntimeTimes, other: RuntimeTimes]> {
  const holder = new Holder({ owner: ownerName(), instance, node: 'doctor' })
  const volume = await AgentVolume.prepare(engine, holder)
  const uids = new UidAllocator()
  const timed = (runtime: string): RuntimeTimes & { start: () => Promise<void> } => {
    const times: number[] = []
    const started = (milliseconds: number): void => void times.push(milliseconds)
    const factory = new SandboxFactory(engine, volume, { holder, runtime, cgroupParent, cpuQuota, started }, uids)
    return { runtime, times, start: async () => (await factory.create(shape)).destroy() }
  }
  // The first start of each reads from disk what later ones find in memory.
  for (const runtime of [USUAL, OTHER]) await timed(runtime).start()
  const [used, other] = [timed(USUAL), timed(OTHER)]
  const until = performance.now() + MOST_MS
  for (let turn = 0; turn < TURNS && performance.now() < until; turn++) {
    await used.start()
    await other.start()
  }
  return [used, other]
}
