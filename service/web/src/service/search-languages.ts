import type { LanguageInfo } from '@sandrun/shared'

type Searchable = Pick<LanguageInfo, 'id' | 'name' | 'aliases' | 'extensions' | 'version'>

/** The languages that match these words, the likeliest first: by name, alias, file extension or version. */
export function searchLanguages<L extends Searchable>(languages: readonly L[], query: string): L[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return languages
    .map((language) => ({ language, ranks: words.map((word) => rank(language, word)) }))
    .filter(({ ranks }) => !ranks.includes(Infinity))
    .toSorted((a, b) => sum(a.ranks) - sum(b.ranks))
    .map(({ language }) => language)
}

/** The distance of a word from the language's name: 0 is its name, Infinity no match. */
function rank({ id, name, aliases, extensions, version }: Searchable, word: string): number {
  const others = [id, ...aliases.map((alias) => alias.toLowerCase())]
  const names = [name.toLowerCase(), ...others]
  if (names.includes(word)) return 0
  if (extensions.some((extension) => [word, `.${word}`].includes(extension.toLowerCase()))) return 1
  if (name.toLowerCase().startsWith(word)) return 2
  if (others.some((one) => one.startsWith(word))) return 3
  if (version?.startsWith(word) === true) return 4
  return names.some((one) => one.includes(word)) ? 5 : Infinity
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
