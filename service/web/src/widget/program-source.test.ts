import { expect, it } from 'vitest'
import { languageIn, type Parts, requestOf, withoutFrame } from './program-source.ts'

const NONE: Parts = { language: 'python', version: null, args: null, stdin: null, template: null, files: null }
const AROUND = {
  textOf: (id: string) => ({ 'npc.py': 'name = "Ada"', frame: 'import npc\n##CODE##\nprint("end")' })[id] ?? null,
  fetchText: (address: string) =>
    ['data/a.txt', 'data/b.txt?v=2/3'].includes(address)
      ? Promise.resolve('a')
      : Promise.reject(new Error('not found')),
  factsOf: () => Promise.resolve({ file: 'main.py' }),
}
const terminal = { tty: { cols: 80, rows: 24 } }

it('is the code alone', async () => {
  expect(await requestOf('print(1)\n', NONE, AROUND)).toEqual({ language: 'python', code: 'print(1)\n', ...terminal })
})

it('has version, arguments and input', async () => {
  const parts = { ...NONE, version: '3', args: `one 'two three'`, stdin: 'Ada\n' }
  expect(await requestOf('x', parts, AROUND)).toMatchObject({
    version: '3',
    args: ['one', 'two three'],
    stdin: 'Ada\n',
  })
})

it('is put into a template as it is', async () => {
  const { code } = await requestOf("$& $1 '##CODE##'", { ...NONE, template: '#frame' }, AROUND)
  expect(code).toBe(`import npc\n$& $1 '##CODE##'\nprint("end")`)
})

it('has files of the page and of its site, under other names if they have one', async () => {
  const parts = { ...NONE, files: ' #npc.py  data/a.txt\n#frame:lib.py data/b.txt?v=2/3' }
  expect(await requestOf('x', parts, AROUND)).toEqual({
    language: 'python',
    files: [
      { path: 'main.py', content: 'x' },
      { path: 'npc.py', content: 'name = "Ada"' },
      { path: 'a.txt', content: 'a' },
      { path: 'lib.py', content: AROUND.textOf('frame') },
      { path: 'b.txt', content: 'a' },
    ],
    entry: 'main.py',
    ...terminal,
  })
})

it.each([
  [{ files: '#none' }, 'files', '#none'],
  [{ files: 'none.txt' }, 'files', 'none.txt'],
  [{ template: '#none' }, 'template', '#none'],
])('names the missing part: %j', async (part, field, name) => {
  await expect(requestOf('x', { ...NONE, ...part }, AROUND)).rejects.toMatchObject({
    code: 'invalid-request',
    field,
    message: expect.stringContaining(`"${name}"`),
  })
})

it('loses only the line ends around it', () => {
  expect(withoutFrame('\n  indented\n\nlast  \n\n')).toBe('  indented\n\nlast\n')
})

it.each([
  ['hljs language-c++ x', 'c++'],
  ['lang-py', 'py'],
  ['slang-py highlight', null],
])('knows the language of the class %j', (classes, language) => {
  expect(languageIn(classes)).toBe(language)
})
