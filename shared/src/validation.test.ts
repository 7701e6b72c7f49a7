import { expect, it } from 'vitest'
import { RunRequestSchema } from './run-request.ts'
import { fieldName, parseOrThrow } from './validation.ts'

it('writes a path as a person would', () => {
  expect(fieldName(['files', 0, 'path'])).toBe('files[0].path')
  expect(fieldName([])).toBe('')
})

it('says what is wrong with the name of a variable', () => {
  expect(() => parseOrThrow(RunRequestSchema, { language: 'c', env: { '1A': 'b' } })).toThrow(
    expect.objectContaining({
      message: '"env.1A": must be a name of letters, digits and _, and not begin with a digit',
      field: 'env.1A',
    }),
  )
})

it.each([
  [{ language: 'c', files: [{ path: 'a', content: 1 }] }, 'files[0].content'],
  [{ language: 'c', sudo: true }, 'sudo'],
  [{ language: 'c', tty: { cols: 0, rows: 1 } }, 'tty.cols'],
  [{ language: 'c', stdin: { base64: 1 } }, 'stdin.base64'],
  [{ language: 7 }, 'language'],
])('names the field at fault: %j', (request, field) => {
  expect(() => parseOrThrow(RunRequestSchema, request)).toThrow(
    expect.objectContaining({ code: 'invalid-request', field }),
  )
})
