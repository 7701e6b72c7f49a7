import type { LanguageManifest } from '@sandrun/shared'
import type { LanguagePack } from '../languages/pack.ts'

/** A pack for tests, valid except for `changes`. */
export function createTestPack(id: string, changes: Partial<LanguageManifest> = {}): LanguagePack {
  return {
    manifest: { ...createTestManifest(id), ...changes },
    folder: `languages/${id}`,
    image: `sandrun/${id}`,
    hasDockerfile: true,
    samples: [],
  }
}

/** The smallest valid manifest. */
export function createTestManifest(id: string): LanguageManifest {
  return {
    id,
    name: id.toUpperCase(),
    aliases: [],
    editorLanguageIds: [],
    extensions: [`.${id}`],
    file: `main.${id}`,
    base: 'base',
    build: 'offline',
    version: { argv: [id, '--version'], pattern: '(\\d+\\.\\d+)' },
    run: { argv: [id, '{file}'] },
  }
}
