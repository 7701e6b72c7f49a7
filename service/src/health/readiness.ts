import { SandrunError, toSandrunError } from '@sandrun/shared'
import { findFullDisks } from './disk.ts'
import type { Drain } from './drain.ts'

export interface ReadinessDependencies {
  config: { stateDir: string }
  /** Rejects when the engine can't be reached. */
  engine: { info(): Promise<{ rootDir: string }> }
  /** Languages for which no sandbox could be made. */
  pool: { starved(): readonly string[] }
  drain: Drain
}

/** Tells whether the service can run programs now. */
export class Readiness {
  readonly #dependencies: ReadinessDependencies

  constructor(dependencies: ReadinessDependencies) {
    this.#dependencies = dependencies
  }

  /** The reasons why it can't; empty when it can. */
  async reasons(): Promise<SandrunError[]> {
    const { config, engine, pool, drain } = this.#dependencies
    const reasons: SandrunError[] = []
    if (drain.begun) reasons.push(new SandrunError('shutting-down', 'The service is shutting down.'))
    let rootDir: string | null = null
    try {
      rootDir = (await engine.info()).rootDir
    } catch (error) {
      reasons.push(toSandrunError(error))
    }
    for (const { folder, freeBytes } of await findFullDisks([
      config.stateDir,
      ...(rootDir === null ? [] : [rootDir]),
    ])) {
      const message = `The disk of ${folder} is full: ${Math.floor(freeBytes / 2 ** 20)} MB free.`
      reasons.push(new SandrunError('disk-full', message))
    }
    // Skip consequences: without Docker or disk, sandboxes fail too.
    const starved = pool.starved()
    if (reasons.length === 0 && starved.length > 0) {
      reasons.push(new SandrunError('sandbox-failed', `Can't create sandboxes for ${starved.join(', ')}.`))
    }
    return reasons
  }
}
