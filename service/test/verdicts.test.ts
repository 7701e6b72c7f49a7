import { afterAll, beforeAll, expect, it } from 'vitest'
import { post, startService, type TestService } from './support/service.ts'
import { VERDICT_PROGRAMS } from './support/verdict-programs.ts'

let service: TestService

beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

it.each(VERDICT_PROGRAMS)('%s', async (verdict, request, message) => {
  const result = await post(service, request)
  expect(result).toMatchObject({ verdict, message: expect.stringMatching(message) })
})
