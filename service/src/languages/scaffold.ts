import { LanguageManifestSchema, parseOrThrow } from '@sandrun/shared'

export interface NewPack {
  id: string
  /** Debian packages with the toolchain. */
  packages: readonly string[]
  /** With its dot. */
  extension: string
}

/**
 * The files of a new pack, by path, as far as its name determines them. The run command and a program are left to fill
 * in. Throws for an invalid id or extension.
 */
export function scaffoldPack({ id, packages, extension }: NewPack): ReadonlyMap<string, string> {
  const manifest = parseOrThrow(LanguageManifestSchema, {
    id,
    name: `${id.slice(0, 1).toUpperCase()}${id.slice(1)}`,
    aliases: [],
    editorLanguageIds: [id],
    extensions: [extension],
    file: `main${extension}`,
    base: 'base',
    build: 'offline',
    run: { argv: [id, '{file}', '{args}'] },
  })
  const hello = {
    title: 'Hello, world',
    sample: `hello${extension}`,
    expect: { verdict: 'ok', exitCode: 0, stdout: 'Hello, world!\n', stderr: '' },
  }
  return new Map([
    ['language.json', toJson({ $schema: '../language.schema.json', ...manifest })],
    ['Dockerfile', `FROM sandrun/base-base\nRUN install-packages ${packages.join(' ')}\n`],
    [`samples/hello${extension}`, ''],
    ['tests/hello/case.json', toJson(hello)],
  ])
}

function toJson(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}
