import Fastify, { errorCodes, type FastifyInstance } from 'fastify'
import { ErrorResponseSchema, SandrunError } from '@sandrun/shared'
import { afterAll, expect, it } from 'vitest'
import { registerErrors } from './errors.ts'

const app: FastifyInstance = Fastify()
registerErrors(app)
let next: () => Error = () => new Error('nothing was asked for')
app.get('/fail', () => {
  throw next()
})
afterAll(() => app.close())

async function answerTo(error: () => Error): Promise<{ status: number; code: string; message: string }> {
  next = error
  const response = await app.inject('/fail')
  const { code, message } = ErrorResponseSchema.parse(response.json()).error
  return { status: response.statusCode, code, message }
}

const FRAMEWORK = Object.entries(errorCodes).map(([name, Failure]) => ({ name, make: () => new Failure('a', 'b') }))
const isRefusal = (error: { statusCode?: number | undefined }): boolean => String(error.statusCode).startsWith('4')
const REFUSALS = FRAMEWORK.filter(({ make }) => isRefusal(make()))

it("knows the framework's refusals", () => {
  expect(REFUSALS.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['FST_ERR_CTP_BODY_TOO_LARGE', 'FST_ERR_MAX_PARAM_LENGTH', 'FST_ERR_VALIDATION']),
  )
})

it.each(REFUSALS)("reports $name as the client's", async ({ make }) => {
  const { status, code, message } = await answerTo(make)
  expect(status).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(500)
  expect(code).not.toBe('internal')
  expect(message).toMatch(/\.$/)
})

it.each([
  ['a failure of the framework itself', () => new errorCodes.FST_ERR_REP_INVALID_PAYLOAD_TYPE('object')],
  [
    'an error with the status 404 from elsewhere, such as Docker',
    () => Object.assign(new Error('x'), { statusCode: 404 }),
  ],
  ['anything else', () => new TypeError('x is undefined')],
])('reports %s as internal, without its message', async (_what, make) => {
  expect(await answerTo(make)).toMatchObject({
    status: 500,
    code: 'internal',
    message: expect.stringMatching(/^Internal error \(request [\w-]+\)\.$/),
  })
})

it('passes our own errors on', async () => {
  expect(await answerTo(() => new SandrunError('overloaded', 'Later.'))).toMatchObject({
    status: 503,
    code: 'overloaded',
  })
})
