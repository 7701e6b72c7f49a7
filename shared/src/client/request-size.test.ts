import { expect, it } from 'vitest'
import { excessOf } from './request-size.ts'

const excess = (files: { path: string; content: string }[], most: number | undefined): string | undefined => {
  const request = { language: 'c', files }
  return excessOf(request, JSON.stringify({ type: 'start', run: request }), most)?.message
}

it("names the file that is too large, and the service's limit", () => {
  const files = [
    { path: 'main.c', content: 'x' },
    { path: 'big.txt', content: 'ä'.repeat(10 * 2 ** 20) },
  ]
  expect(excess(files, 16 * 2 ** 20)).toBe('big.txt is too large: 20.1 MB to send, but this service accepts 16 MB.')
})

it('names no file if many together are too large', () => {
  const files = Array.from({ length: 3 }, (_, index) => ({ path: `${index}.txt`, content: 'x'.repeat(2 ** 20) }))
  expect(excess(files, 2 ** 20)).toMatch(/^The request is too large: 3.1 MB to send/)
})

it('accepts all that fits, and everything if the service has no limit', () => {
  expect(excess([{ path: 'a', content: 'x' }], 1000)).toBeUndefined()
  expect(excess([{ path: 'a', content: 'x'.repeat(2000) }], undefined)).toBeUndefined()
})
