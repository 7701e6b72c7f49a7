import { readdirSync, readFileSync } from 'node:fs'
import { LanguageManifestSchema } from '@sandrun/shared'
import { describe, expect, it } from 'vitest'
import { modeFor } from './modes.ts'

const LANGUAGES = new URL('../../../../languages/', import.meta.url)
const packs = readdirSync(LANGUAGES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
  .map(({ name }) =>
    LanguageManifestSchema.parse(JSON.parse(readFileSync(new URL(`${name}/language.json`, LANGUAGES), 'utf8'))),
  )

describe('colours', () => {
  it.each(packs.filter(({ starter }) => starter === true))('there are for $name', (pack) => {
    expect(modeFor(pack.file, pack)).not.toBeNull()
  })

  it.each([
    ['assembly', 'Gas'],
    ['bun', 'TypeScript'],
    ['commonlisp', 'Common Lisp'],
    ['pascal', 'Pascal'],
    ['racket', 'Scheme'],
    ['raku', 'Perl'],
    ['vbnet', 'VB.NET'],
  ])('of %s are those of %s', (id, mode) => {
    const pack = packs.find((one) => one.id === id)
    expect(pack && modeFor(pack.file, pack)?.name).toBe(mode)
  })

  it('follow the language if several share a file extension', () => {
    const modes = packs.flatMap((pack) =>
      /\.(?:m|fs|pl)$/.test(pack.file) ? [[pack.id, modeFor(pack.file, pack)?.name]] : [],
    )
    expect(Object.fromEntries(modes)).toMatchObject({
      forth: 'Forth',
      fsharp: 'F#',
      objectivec: 'Objective-C',
      octave: 'Octave',
      perl: 'Perl',
    })
  })

  it("follow a file's name beside the program's own", () => {
    const python = packs.find(({ id }) => id === 'python')
    expect(python && modeFor('data.json', python)?.name).toBe('JSON')
  })
})
