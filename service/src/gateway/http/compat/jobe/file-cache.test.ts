import { expect, it } from 'vitest'
import { FileCache } from './file-cache.ts'

const MB = 2 ** 20

it('keeps a file for its owner only', () => {
  const cache = new FileCache()
  const content = Buffer.from('content')
  cache.put('ada', 'firstfile', content)
  expect([cache.find('ada', 'firstfile'), cache.find('grace', 'firstfile')]).toEqual([content, null])
})

it('lets the oldest files go when newer ones need the room, 64 MB in total', () => {
  const cache = new FileCache()
  const names = ['firstfile', 'secondfile', 'thirdfile', 'fourthfile', 'fifthfile']
  for (const name of names) cache.put('ada', name, Buffer.alloc(16 * MB))
  expect(names.filter((name) => cache.find('ada', name) !== null)).toEqual(names.slice(1))
})

it('refuses a file of more than 16 MB, and a bad id', () => {
  const cache = new FileCache()
  expect(() => cache.put('ada', 'largefile', Buffer.alloc(16 * MB + 1))).toThrow('at most 16 MB')
  expect(() => cache.put('ada', 'a/b', Buffer.alloc(1))).toThrow('letters and digits')
})
