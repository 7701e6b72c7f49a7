import { readFile, readdir } from 'node:fs/promises'
import { basename, join, parse } from 'node:path'
import {
  type LanguageManifest,
  LanguageManifestSchema,
  type Sample,
  SandrunError,
  toSandrunError,
} from '@sandrun/shared'
import { checkPlaceholders } from './command.ts'
import { packFault, parsePackFile } from './pack-file.ts'

/** One valid folder of `languages/`. */
export interface LanguagePack {
  manifest: LanguageManifest
  folder: string
  /** The image of its sandboxes. */
  image: string
  /** Whether the folder builds the image; without a Dockerfile, the manifest names one to use unchanged. */
  hasDockerfile: boolean
  samples: readonly Sample[]
}

/** Reads one language pack. Errors name the file and the field. */
export async function readPack(folder: string): Promise<LanguagePack> {
  const path = join(folder, 'language.json')
  const manifest = parseManifest(await readManifestText(folder), path)
  if (manifest.id !== basename(folder)) {
    throw packFault(path, 'id', `"id": is "${manifest.id}", but the folder is called "${basename(folder)}"`)
  }
  const hasDockerfile = (await readdir(folder)).includes('Dockerfile')
  if (hasDockerfile === (manifest.image !== undefined)) {
    throw packFault(path, 'image', '"image": give either this or a Dockerfile beside language.json, not both')
  }
  return {
    manifest,
    folder,
    image: `sandrun/${manifest.id}`,
    hasDockerfile,
    samples: await readSamples(join(folder, 'samples')),
  }
}

/** Parses a `language.json`; `path` is only for the error. */
export function parseManifest(text: string, path: string): LanguageManifest {
  const manifest = parsePackFile(LanguageManifestSchema, text, path)
  try {
    for (const phase of ['compile', 'run'] as const) checkPlaceholders(manifest[phase]?.argv ?? [], `${phase}.argv`)
    return manifest
  } catch (error) {
    const { message, field } = toSandrunError(error)
    throw packFault(path, field, message)
  }
}

async function readSamples(folder: string): Promise<Sample[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return Promise.all(
    names.toSorted().map(async (file) => ({
      name: parse(file).name,
      file,
      code: await readFile(join(folder, file), 'utf8'),
    })),
  )
}

/** The text of a pack's `language.json`. */
export async function readManifestText(folder: string): Promise<string> {
  const path = join(folder, 'language.json')
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new SandrunError('invalid-request', `${path}: cannot be read`, {
      cause: error,
      hint: 'Every folder in languages/ needs a language.json. docs/languages.md describes it.',
    })
  }
}
