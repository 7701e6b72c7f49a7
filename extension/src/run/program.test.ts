import { describe, expect, it } from 'vitest'
import { python } from '../../test/integration/harness/python.ts'
import { type Program, planRun } from './program.ts'

const program = (fileName: string, code: string): Program => ({
  key: 'k',
  fileName,
  editorLanguageId: 'python',
  firstLine: '',
  code,
})

describe('planRun', () => {
  it('keeps the name the language knows the file by', () => {
    expect(planRun(program('my file.py', 'x'), python, false).request).toEqual({
      language: 'python',
      files: [{ path: 'my file.py', content: 'x' }],
      entry: 'my file.py',
      tty: false,
    })
  })

  it("uses the language's own name otherwise, and knows whose it is", () => {
    const tty = { cols: 100, rows: 30 }
    const { request, sources } = planRun(program('Untitled-1', 'x'), python, tty)
    expect(request).toMatchObject({ files: [{ path: 'main.py' }], entry: 'main.py', tty })
    expect(sources.get('main.py')).toEqual({ uri: 'k', text: 'x', firstLine: 0 })
  })

  it('ends lines as Linux does, and leaves a lone carriage return alone', () => {
    const { request } = planRun(program('Untitled-1', 'a\r\nb\r\n\r'), python, false)
    expect(request.files?.[0]?.content).toBe('a\nb\n\r')
  })
})
