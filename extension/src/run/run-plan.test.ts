import { describe, expect, it } from 'vitest'
import { python } from '../../test/integration/harness/python.ts'
import { type Program } from '../program/program.ts'
import { planRun } from './run-plan.ts'

const program = (fileName: string, code: string): Program => ({
  key: 'k',
  fileName,
  editorLanguageId: 'python',
  firstLine: '',
  code,
  startLine: 0,
  startColumn: 0,
  languageName: undefined,
  part: false,
  args: [],
  input: undefined,
})

const ALONE = { entryFolder: '', companions: [], leftOut: [] }
const NOTHING_SET = { env: {}, compileArgs: [], limits: {} }

describe('planRun', () => {
  it('keeps a file name that the language accepts', () => {
    expect(
      planRun(program('my file.py', 'x'), { language: python, version: undefined }, ALONE, NOTHING_SET).request,
    ).toEqual({
      language: 'python',
      files: [{ path: 'my file.py', content: 'x' }],
      entry: 'my file.py',
      args: [],
      env: {},
      compileArgs: [],
      limits: {},
    })
  })

  it("uses the language's own name otherwise, and remembers the original", () => {
    const { request, sources } = planRun(
      program('Untitled-1', 'x'),
      { language: python, version: undefined },
      ALONE,
      NOTHING_SET,
    )
    expect(request).toMatchObject({ files: [{ path: 'main.py' }], entry: 'main.py' })
    expect(sources.get('main.py')).toEqual({ uri: 'k', text: 'x', firstLine: 0, firstColumn: 0 })
  })

  it('ends lines like Linux, and leaves a lone carriage return alone', () => {
    const { request } = planRun(
      program('Untitled-1', 'a\r\nb\r\n\r'),
      { language: python, version: undefined },
      ALONE,
      NOTHING_SET,
    )
    expect(request.files?.[0]?.content).toBe('a\nb\n\r')
  })

  it('passes arguments, input, version and settings, and prints them as a person would type them', () => {
    const sort = { ...program('sort.py', 'x'), args: ['-r', 'a b'], input: { name: 'words.txt', data: 'b\na\n' } }
    const set = { env: { DEBUG: '1' }, compileArgs: ['-O'], limits: { wallMs: 5 } }
    const { request, command } = planRun(sort, { language: python, version: '3.13' }, ALONE, set)
    expect(request).toMatchObject({ version: '3.13', args: ['-r', 'a b'], stdin: 'b\na\n', ...set })
    expect(command).toBe("sort.py -r 'a b' < words.txt")
  })

  it.each([
    ['a\nb\nc\n', { first: 3, last: 5 }],
    ['a', { first: 3, last: 3 }],
  ])('maps the lines of the editor for %j', (code, lines) => {
    const part = { ...program('sel.py', code), startLine: 2, part: true }
    expect(planRun(part, { language: python, version: undefined }, ALONE, NOTHING_SET).part).toEqual(lines)
    expect(
      planRun({ ...part, part: false }, { language: python, version: undefined }, ALONE, NOTHING_SET).part,
    ).toBeUndefined()
  })
})
