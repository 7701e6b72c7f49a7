import { pino } from 'pino'
import { AgentVolume } from '../../src/worker/pool/agent-volume.ts'
import { Holder } from '../../src/worker/pool/holder.ts'
import { SandboxFactory } from '../../src/worker/pool/sandbox-factory.ts'
import type { SandboxShape } from '../../src/worker/pool/sandbox.ts'
import { UidAllocator } from '../../src/worker/pool/uid-allocator.ts'
import { WarmPool } from '../../src/worker/pool/warm-pool.ts'
import type { WarmPoolOptions } from '../../src/worker/pool/warm-pool-options.ts'
import { processEngine, type TestEngine } from './process-engine.ts'

export interface TestPool extends AsyncDisposable {
  engine: TestEngine
  factory: SandboxFactory
  pool: WarmPool
  /** Every line the pool logged. */
  log: string[]
  /** Each one's language, and whether it was warm. */
  taken: [string, boolean][]
}

/** The shape of a sandbox for this language. */
export const shapeOf = (packId: string): SandboxShape => ({
  packId,
  image: `sandrun/${packId}`,
  memoryMb: 64,
  processes: 16,
  diskMb: 8,
})

/** A pool of real agents for these languages, all still unknown to it. */
export async function startPool(
  languages: readonly string[],
  {
    maxSandboxes = 10,
    maxPreparedMb = 100,
    cpus = 2,
    warm = 'starters',
  }: Partial<Pick<WarmPoolOptions, 'maxSandboxes' | 'maxPreparedMb' | 'cpus' | 'warm'>> = {},
): Promise<TestPool> {
  const engine = processEngine(languages)
  const holder = new Holder({ owner: 'test:0:0', instance: 'test', node: 'test' })
  const settings = { holder, runtime: null, cgroupParent: null, cpuQuota: null, started() {} }
  const factory = new SandboxFactory(engine, await AgentVolume.prepare(engine, holder), settings, new UidAllocator())
  const log: string[] = []
  const taken: [string, boolean][] = []
  const pool = new WarmPool(factory, {
    maxSandboxes,
    mostLearned: maxSandboxes,
    maxPreparedMb,
    cpus,
    warm,
    log: pino({ level: 'debug' }, { write: (line) => void log.push(line) }),
    taken: (...one) => void taken.push(one),
    evicted: () => {},
  })
  const dispose = async (): Promise<void> => {
    await pool.close()
    // Taken sandboxes no longer belong to the pool.
    await engine.clear()
  }
  return { engine, factory, pool, log, taken, [Symbol.asyncDispose]: dispose }
}
