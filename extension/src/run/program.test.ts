import { describe, expect, it } from 'vitest'
import { type Program, runRequest } from './program.ts'

const python = { id: 'python', extensions: ['.py'] }
const program = (fileName: string, code: string): Program => ({
  key: 'k',
  fileName,
  editorLanguageId: 'python',
  firstLine: '',
  code,
})

describe('runRequest', () => {
  it('keeps the name the language knows the file by', () => {
    expect(runRequest(program('my file.py', 'x'), python, false)).toEqual({
      language: 'python',
      files: [{ path: 'my file.py', content: 'x' }],
      entry: 'my file.py',
      tty: false,
    })
  })

  it("uses the language's own name otherwise", () => {
    const tty = { cols: 100, rows: 30 }
    expect(runRequest(program('Untitled-1', 'x'), python, tty)).toEqual({ language: 'python', code: 'x', tty })
  })

  it('ends lines as Linux does, and leaves a lone carriage return alone', () => {
    expect(runRequest(program('Untitled-1', 'a\r\nb\r\n\r'), python, false).code).toBe('a\nb\n\r')
  })
})
