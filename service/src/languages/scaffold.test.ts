import { expect, it } from 'vitest'
import { parseManifest } from './pack.ts'
import { scaffoldPack } from './scaffold.ts'

it('writes a valid manifest, and leaves the program to fill in', () => {
  const files = scaffoldPack({ id: 'fennel', packages: ['fennel', 'lua5.4'], extension: '.fnl' })
  expect([...files.keys()]).toEqual(['language.json', 'Dockerfile', 'samples/hello.fnl', 'tests/hello/case.json'])
  expect(parseManifest(files.get('language.json') ?? '', 'x')).toMatchObject({ id: 'fennel', file: 'main.fnl' })
  expect(files.get('Dockerfile')).toContain('RUN install-packages fennel lua5.4\n')
  expect(files.get('samples/hello.fnl')).toBe('')
})

it.each([
  [{ id: 'C++' }, '"id": '],
  [{ extension: 'fnl' }, '"extensions[0]": must begin with a "."'],
])('refuses %j', (changes, message) => {
  expect(() => scaffoldPack({ id: 'fennel', packages: [], extension: '.fnl', ...changes })).toThrow(message)
})
