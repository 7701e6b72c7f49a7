import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

function wordsIn(file: string): Record<string, string> {
  return JSON.parse(readFileSync(`${root}${file}`, 'utf8')) as Record<string, string>
}

/** The words that people read: the first argument of each `l10n.t` in the source, a literal. */
function wordsInSource(): string[] {
  const files = globSync('src/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'))
  return files.flatMap((file) => {
    const source = readFileSync(`${root}${file}`, 'utf8')
    const found = [...source.matchAll(/\bl10n\.t\(\s*(?:'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)")/g)]
    // Neither this test nor translators' tools could find concatenated words.
    expect([file, found.length]).toEqual([file, source.match(/\bl10n\.t\(/g)?.length ?? 0])
    return found.map(([, single, double]) => (single ?? double ?? '').replace(/\\(.)/g, '$1'))
  })
}

const sorted = (words: Iterable<string>): string[] => [...new Set(words)].toSorted()

describe('Simplified Chinese', () => {
  it('has every word of the source and no other (l10n/bundle.l10n.zh-cn.json)', () => {
    expect(sorted(Object.keys(wordsIn('l10n/bundle.l10n.zh-cn.json')))).toEqual(sorted(wordsInSource()))
  })

  it('has every word of package.json and no other (package.nls.zh-cn.json)', () => {
    expect(sorted(Object.keys(wordsIn('package.nls.zh-cn.json')))).toEqual(
      sorted(Object.keys(wordsIn('package.nls.json'))),
    )
  })

  it('keeps placeholders, commands, icons and settings as they are', () => {
    const fixed = (text: string): string[] =>
      sorted(text.match(/\{\d\}|command:[\w.]+|\$\([\w-]+\)|#sandrun\.\w+#|`[^`]+`/g) ?? [])
    const bundle = Object.entries(wordsIn('l10n/bundle.l10n.zh-cn.json'))
    const [english, chinese] = [wordsIn('package.nls.json'), wordsIn('package.nls.zh-cn.json')]
    const manifest = Object.entries(english).map(([key, text]): [string, string] => [text, chinese[key] ?? ''])
    for (const [text, translated] of [...bundle, ...manifest]) {
      expect([text, ...fixed(translated)]).toEqual([text, ...fixed(text)])
    }
  })
})
