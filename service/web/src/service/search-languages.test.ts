import { describe, expect, it } from 'vitest'
import { searchLanguages } from './search-languages.ts'

const LANGUAGES = [
  { id: 'c', name: 'C', aliases: ['gcc'], extensions: ['.c'], version: '14.2.0' },
  { id: 'cpp', name: 'C++', aliases: ['c++'], extensions: ['.cpp', '.cc'], version: '14.2.0' },
  { id: 'clojure', name: 'Clojure', aliases: [], extensions: ['.clj'], version: '1.12.0' },
  { id: 'python', name: 'Python', aliases: ['py'], extensions: ['.py'], version: '3.13.5' },
  { id: 'python2', name: 'Python', aliases: [], extensions: ['.py'], version: '2.7.18' },
]

describe('a search', () => {
  it.each([
    ['c', ['c', 'cpp', 'clojure']],
    ['C++', ['cpp']],
    ['.cc', ['cpp']],
    ['gcc', ['c']],
    ['python 2', ['python2']],
    ['oju', ['clojure']],
    ['cobol', []],
    ['', ['c', 'cpp', 'clojure', 'python', 'python2']],
  ])('for %j finds %j', (query, ids) => {
    expect(searchLanguages(LANGUAGES, query).map(({ id }) => id)).toEqual(ids)
  })
})
