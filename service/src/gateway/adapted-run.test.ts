import { SandrunError } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { inNamesOf } from './adapted-run.ts'
import { toRunRequest } from './http/compat/sandboxfusion/request.ts'

const NAMES = { 'files[].path': 'files[].name' }

it("names a field like the adapter does, with the client's index", () => {
  const error = new SandrunError('invalid-request', '"files[2].path": is no path', { field: 'files[2].path' })
  expect(inNamesOf(NAMES, error)).toMatchObject({ field: 'files[2].name', message: '"files[2].name": is no path' })
})

it.each(['constructor', '__proto__', 'toString'])('knows no field or language that every object has: %s', (name) => {
  const error = new SandrunError('invalid-request', `"${name}": is no field`, { field: name })
  expect(inNamesOf(NAMES, error)).toBe(error)
  expect(() => toRunRequest({ language: name, code: '' }, [])).toThrow(`Unknown language "${name}".`)
})
