import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LanguageManifest } from '@sandrun/shared'
import { createTestManifest } from '../../src/conformance/test-pack.ts'
import { LABELS } from '../../src/model/labels.ts'
import type { ImageSummary } from '../../src/ports/image-engine.ts'
import { AGENT_IMAGE } from '../../src/worker/pool/agent-volume.ts'

/**
 * `sh` interprets; a program of `made` is a script that makes `./program`, one of `read` a script that makes files
 * below `made/` for `sh` to read; `gone` has no interpreter.
 */
export const TEST_LANGUAGES: Readonly<Record<string, Partial<LanguageManifest>>> = {
  sh: { run: { argv: ['sh', '{file}', '{args}'] } },
  made: { compile: { argv: ['sh', '{file}'] }, run: { argv: ['./program'] }, artefacts: ['program'] },
  read: {
    compile: { argv: ['sh', '{file}', '{compileArgs}'] },
    run: { argv: ['sh', 'made/program'] },
    artefacts: ['made/**/program'],
  },
  gone: { run: { argv: ['/no/such/interpreter', '{file}'] } },
}

/** Writes them as packs. */
export async function writeTestLanguages(folder: string): Promise<void> {
  for (const [id, changes] of Object.entries(TEST_LANGUAGES)) {
    const pack = join(folder, id)
    await mkdir(pack, { recursive: true })
    await writeFile(join(pack, 'language.json'), JSON.stringify({ ...createTestManifest(id), ...changes }))
    await writeFile(join(pack, 'Dockerfile'), '')
  }
}

/** The agent's image, and one image per language. */
export function testImages(languages: readonly string[]): ImageSummary[] {
  const images = languages.map((id) => ({
    id: `sha256:${id}`,
    tags: [`sandrun/${id}:latest`],
    labels: { [LABELS.pack]: id, [LABELS.version]: '1.0' },
    sizeBytes: 0,
  }))
  return [{ id: 'sha256:agent', tags: [`${AGENT_IMAGE}:latest`], labels: {}, sizeBytes: 0 }, ...images]
}
