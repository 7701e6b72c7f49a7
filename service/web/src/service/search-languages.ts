import type { LanguageInfo } from '@sandrun/shared'

type Searchable = Pick<LanguageInfo, 'id' | 'name' | 'aliases' | 'extensions' | 'version'>

/** Those a person may mean by these words, the likeliest first: by name, alias, file extension or version. */
export function searchLanguages<L extends Searchable>(languages: readonly L[], query: string): L[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return languages
    .map((language) => ({ language, ranks: words.map((word) => rank(language, word)) }))
    .filter(({ ranks }) => !ranks.includes(Infinity))
    .toSorted((a, b) => sum(a.ranks) - sum(b.ranks))
    .map(({ language }) => language)
}

/** How far a word is from naming the language: 0 is its name, Infinity is not at all. */
function rank({ id, name, aliases, extensions, version }: Searchable, word: string): number {
  const names = [name.toLowerCase(), id, ...aliases.map((alias) => alias.toLowerCase())]
  if (names.includes(word)) return 0
  if (extensions.some((extension) => extension.toLowerCase() === word || extension.toLowerCase() === `.${word}`))
    return 1
  if (names.some((one) => one.startsWith(word))) return 2
  if (version?.startsWith(word) === true) return 3
  return names.some((one) => one.includes(word)) ? 4 : Infinity
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
