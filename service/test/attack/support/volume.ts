import { randomBytes } from 'node:crypto'
import { vi } from 'vitest'
import { DockerEngine } from '../../../src/drivers/docker/docker-engine.ts'

/** A volume name for one test. */
export interface TestVolume extends AsyncDisposable {
  name: string
}

/** The volume is removed at the end of its scope, if it was created at all. */
export function testVolume(): TestVolume {
  const name = `sandrun-attack-${randomBytes(6).toString('hex')}`
  // The engine may still be removing the container that used it.
  return {
    name,
    [Symbol.asyncDispose]: () => vi.waitFor(() => new DockerEngine().removeVolume(name), { timeout: 10_000 }),
  }
}
