import { afterAll, beforeAll, expect, it } from 'vitest'
import { PUBLIC_EXAMPLES } from './support/public-examples.ts'
import { startService, type TestService } from './support/service.ts'

let service: TestService

beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

it.each(PUBLIC_EXAMPLES)("$api's own example, $name, is answered the same", async ({ path, body, status, answer }) => {
  const response = await fetch(new URL(path, service.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(await response.json()).toMatchObject(answer)
  expect(response.status).toBe(status ?? 200)
})
