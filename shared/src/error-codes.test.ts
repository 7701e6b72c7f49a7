import { expect, it } from 'vitest'
import { ErrorBodySchema, ERRORS, SandrunError, toSandrunError } from './error-codes.ts'

it("shows a client the registry's words, and nothing else", () => {
  const error = new SandrunError('limit-too-high', 'too much', { field: 'limits.cpuMs', cause: new Error('inside') })
  expect(error.toBody()).toEqual({
    code: 'limit-too-high',
    message: 'too much',
    hint: ERRORS['limit-too-high'].hint,
    field: 'limits.cpuMs',
    retryable: false,
  })
  expect(ErrorBodySchema.safeParse(error.toBody()).success).toBe(true)
})

it('says how long to wait', () => {
  expect(new SandrunError('overloaded', 'Busy.', { retryAfter: 7 }).hint).toBe('Wait 7 s, then try again.')
  expect(new SandrunError('overloaded', 'Busy.').hint).toBe('Wait a moment, then try again.')
})

it('reveals no internals', () => {
  const body = toSandrunError(new Error('password is 1234')).toBody()
  expect(body).toMatchObject({ code: 'internal' })
  expect(JSON.stringify(body)).not.toContain('1234')
})

it('keeps the message of an unknown code', () => {
  const error = SandrunError.fromBody({ code: 'from-the-future', message: 'what it says', retryable: true })
  expect(error).toMatchObject({ code: 'internal', message: 'what it says' })
})
