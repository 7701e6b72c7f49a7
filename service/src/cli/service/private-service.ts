import { SandrunError } from '@sandrun/shared'
import { requireLimits } from '../../model/required-limits.ts'
import { readConfig } from '../../settings/environment.ts'
import { openContainerEngine } from '../../compose/container-engine.ts'
import type { ContainerEngine } from '../../ports/sandbox-engine.ts'
import { type Catalog, loadCatalog } from '../../languages/catalog.ts'
import type { LanguagePack } from '../../languages/pack.ts'
import { buildPacks, type BuildPacksOptions } from './build-packs.ts'
import { startOwnService } from './own-service.ts'
import { connect, fetchLanguages } from './service-client.ts'
import type { OpenService } from './service.ts'

/** A service in this process. Builds images when they are needed, with progress. */
export async function openOwnService({
  keepWarm,
  signal,
}: {
  keepWarm: boolean
  signal: AbortSignal
}): Promise<OpenService> {
  const engine = openContainerEngine()
  // Before images are built for nothing.
  requireLimits(await engine.info())
  const catalog = await loadCatalog(readConfig(process.env).languagesDir)
  await buildOrThrow(catalog, [], engine, { signal })
  const service = await startOwnService(engine, { ...process.env, SANDRUN_WARM: keepWarm ? 'used' : 'none' })
  try {
    return {
      address: service.address,
      languages: await fetchLanguages(service.address, signal),
      connect: (until) => connect(service.address, until),
      async prepare({ id, available }) {
        if (!available) await buildOrThrow(catalog, [catalog.get(id)], engine, { signal })
      },
      [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
    }
  } catch (error) {
    await service[Symbol.asyncDispose]()
    throw error
  }
}

/** Builds the agent and these packs, if missing or stale. Throws the first failure, with the builder's output. */
export async function buildOrThrow(
  catalog: Catalog,
  packs: readonly LanguagePack[],
  engine: ContainerEngine,
  options: BuildPacksOptions,
): Promise<void> {
  const { failed } = await buildPacks(catalog, packs, engine, options)
  const [failure] = failed
  if (failure === undefined) return
  const { image, error, log } = failure
  throw new SandrunError(error.code, [`Can't build ${image}: ${error.message}`, ...log].join('\n'), {
    hint: 'To find the cause: sandrun doctor',
    cause: error,
  })
}
