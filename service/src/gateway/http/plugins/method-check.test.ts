import { fastify } from 'fastify'
import { expect, it } from 'vitest'
import { registerErrors } from './errors.ts'
import { registerMethodCheck } from './method-check.ts'

it('names the methods of an address', async () => {
  const app = fastify()
  registerErrors(app)
  const check = registerMethodCheck(app)
  app.get('/v1/runs', () => 'list')
  app.post('/v1/runs', () => 'run')
  check()
  const response = await app.inject({ method: 'PUT', url: '/v1/runs' })
  expect(response.statusCode).toBe(405)
  expect(response.headers.allow).toBe('GET, HEAD, POST')
  expect(response.json()).toMatchObject({ error: { message: 'PUT is not allowed on /v1/runs; use GET or POST.' } })
})
