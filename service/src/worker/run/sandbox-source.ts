import type { OomWatch } from '../pool/oom-watch.ts'
import type { Sandbox, SandboxShape } from '../pool/sandbox.ts'
import type { WarmPool } from '../pool/warm-pool.ts'
import type { Demand, Scheduler } from '../../ports/scheduler.ts'

/** A sandbox that a run uses. */
export interface SandboxLease {
  sandbox: Sandbox
  /** Whether it was warm. */
  warm: boolean
  queuedMs: number
  /** Gives it back; never throws. Resolves when its place is free for the next run. */
  end(): Promise<void>
}

/** A second sandbox of a run, which others may need. */
export interface SpareSandbox {
  sandbox: Sandbox
  /** Whether others need its place. */
  isWanted: () => boolean
  end: () => void
}

/** Where a run gets its sandboxes. */
export interface SandboxSource {
  /** `onPosition` is called with the place in the queue. Throws a SandrunError, or the signal's reason. */
  lease(shape: SandboxShape, onPosition: (place: number) => void, signal: AbortSignal): Promise<SandboxLease>
  /** A warm sandbox that nobody needs now; null if there is none. A source without spare ones lacks this. */
  spare?: (shape: SandboxShape) => SpareSandbox | null
}

/** The owner that waits. */
export type SandboxOwner = Omit<Demand, 'memoryMb'>

/** Sandboxes from the pool, as the scheduler permits. The place is free only when the sandbox is removed. */
export class FreshSandboxes {
  readonly #scheduler: Scheduler
  readonly #pool: WarmPool
  readonly #oom: OomWatch

  constructor(scheduler: Scheduler, pool: WarmPool, oom: OomWatch) {
    this.#scheduler = scheduler
    this.#pool = pool
    this.#oom = oom
  }

  /** The sandboxes for one owner. */
  for(demand: SandboxOwner): SandboxSource {
    return { lease: (...args) => this.#lease(demand, ...args), spare: (shape) => this.#spare(demand, shape) }
  }

  #spare(demand: SandboxOwner, shape: SandboxShape): SpareSandbox | null {
    const slot = this.#scheduler.spare({ ...demand, memoryMb: shape.memoryMb })
    if (slot === null) return null
    const sandbox = this.#pool.takeWaiting(shape)
    if (sandbox === null) {
      slot[Symbol.dispose]()
      return null
    }
    return { sandbox, isWanted: () => slot.isWanted, end: () => void this.#end(sandbox, slot) }
  }

  async #lease(
    demand: SandboxOwner,
    ...[shape, onPosition, signal]: Parameters<SandboxSource['lease']>
  ): Promise<SandboxLease> {
    const slot = await this.#scheduler.admit({ ...demand, memoryMb: shape.memoryMb }, onPosition, signal)
    const { sandbox, warm } = await this.#pool.take(shape).catch((error: unknown) => {
      slot[Symbol.dispose]()
      throw error
    })
    return { sandbox, warm, queuedMs: slot.queuedMs, end: () => this.#end(sandbox, slot) }
  }

  async #end(sandbox: Sandbox, slot: Disposable): Promise<void> {
    await this.#pool.release(sandbox)
    slot[Symbol.dispose]()
    this.#oom.forget(sandbox.id)
  }
}

/** The same for a run, whose result does not wait for the removal. */
export function singleUse(source: SandboxSource): SandboxSource {
  return {
    ...source,
    async lease(...args) {
      const lease = await source.lease(...args)
      return { ...lease, end: async () => void lease.end() }
    },
  }
}
