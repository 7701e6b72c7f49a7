import { RunRequestSchema } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { programOf } from '../program/program.ts'
import { requestFor, requestForCases } from './request.ts'

const program = { ...programOf('c', { path: 'main.c', content: 'x' }), args: `-n 2 "two words" 'it''s' ''` }
const size = { cols: 80, rows: 24 }

it('asks for a live run in a terminal, with its arguments as a shell would split them', () => {
  const request = requestFor(program, size)
  expect(RunRequestSchema.safeParse(request).success).toBe(true)
  expect(request).toMatchObject({ tty: size, args: ['-n', '2', 'two words', 'its', ''] })
  expect(request).not.toHaveProperty('stdin')
})

it('sends the input at once on request, even an empty one', () => {
  expect(requestFor({ ...program, stdin: '' }, size)).toMatchObject({ stdin: '' })
})

it('sends all cases in one run; a case without expected output is not compared', () => {
  const cases = [
    { stdin: '1', expected: '2' },
    { stdin: '3', expected: null },
  ]
  const request = requestForCases({ ...program, stdin: 'unused', cases, compare: 'tokens' })
  expect(RunRequestSchema.safeParse(request).success).toBe(true)
  expect(request).toMatchObject({ compare: 'tokens', cases: [{ stdin: '1', expected: '2' }, { stdin: '3' }] })
  expect(Object.keys(request)).not.toEqual(expect.arrayContaining(['stdin']))
})

it("requests more than the language's limits if a person says so", () => {
  const request = requestFor({ ...program, limits: { cpuMs: 30_000 } }, size)
  expect(RunRequestSchema.parse(request).limits).toEqual({ cpuMs: 30_000 })
  expect(requestFor(program, size)).not.toHaveProperty('limits')
})

it('refuses arguments whose quote is not closed', () => {
  expect(() => requestFor({ ...program, args: '"a' }, size)).toThrow(/an open quote/)
})
