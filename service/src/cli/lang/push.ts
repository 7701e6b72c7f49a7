import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { SandrunError } from '@sandrun/shared'
import { registryTag } from '../../images/image-pull.ts'
import { loadCatalog } from '../../languages/catalog.ts'
import { imagePrefix } from '../../settings/values.ts'
import { UsageError } from '../command/usage-error.ts'
import { planPacks } from '../service/build-packs.ts'
import { type Choice, choosePacks, reportNoPacks } from './choose-packs.ts'
import { langContext } from './context.ts'

interface PushOptions extends Choice {
  suffix?: string
}

/**
 * `sandrun lang push`: pushes the images of these packs, and the agent's, to where `SANDRUN_IMAGES` finds them. Uses
 * the `docker` command, which can log in to a registry.
 */
export async function push(registry: string, ids: readonly string[], options: PushOptions): Promise<number> {
  const prefix = imagePrefix.safeParse(registry)
  if (!prefix.success)
    throw new UsageError(`"${registry}" ${prefix.error.issues[0]?.message}.`, 'sandrun lang push --help')
  const { engine, directory } = langContext()
  const catalog = await loadCatalog(directory)
  const packs = await choosePacks(catalog, ids, options)
  if (packs.length === 0 && options.starter !== true) {
    return reportNoPacks()
  }
  const { images, wanted } = await planPacks(catalog, packs, engine)
  const asked = images.filter(({ image }) => wanted.has(image))
  const stale = asked.filter((planned) => planned.stale).map(({ pack }) => pack)
  if (stale.length > 0) {
    throw new SandrunError('image-missing', `Not built, or older than their folders: ${stale.join(', ')}.`, {
      hint: 'sandrun lang build them first.',
    })
  }
  for (const planned of asked) {
    const tag = `${registryTag(prefix.data, planned)}${options.suffix ?? ''}`
    await engine.tagImage(planned.image, tag)
    try {
      await dockerPush(tag)
    } finally {
      await engine.removeImage(tag)
    }
    process.stdout.write(`${tag}\n`)
  }
  return 0
}

async function dockerPush(tag: string): Promise<void> {
  const child = spawn('docker', ['push', '--quiet', tag], { stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = await once(child, 'exit')
  if (code === 0) return
  throw new SandrunError('sandbox-failed', `docker push ${tag} failed with exit code ${code}.`, {
    hint: 'Read its output above. If the registry requires a login: docker login',
  })
}
