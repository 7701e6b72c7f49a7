import { describe, expect, it } from 'vitest'
import type { SessionHost } from '../../src/ports/session-host.ts'
import { principal } from '../support/principal.ts'

const here = new AbortController().signal
const ada = principal('ada')
const eve = principal('eve')

/**
 * The contract between the APIs and whatever keeps sessions. `given` has `sh`, room for many, and two for each
 * principal.
 */
export function sessionHostContract(name: string, given: () => SessionHost): void {
  const create = async (owner = ada, signal = here): Promise<string> =>
    (await given().create({ language: 'sh' }, owner, signal)).id

  describe(`${name}, as a host of sessions`, () => {
    it('shows a session to its owner only: for others it does not exist', async () => {
      const sessions = given()
      const id = await create()
      expect((await sessions.find(id, 'ada')).info()).toMatchObject({ id, language: 'sh' })
      const errorOf = (found: Promise<unknown>): Promise<unknown> => found.catch((error: unknown) => error)
      expect(await errorOf(sessions.find(id, 'eve'))).toEqual(await errorOf(sessions.find('never', 'ada')))
      expect(await errorOf(sessions.find(id, 'eve'))).toMatchObject({ code: 'not-found' })
      expect(await sessions.list('eve')).toEqual([])
      expect(await sessions.list('ada')).toMatchObject([{ id }])
    })

    it('forgets an ended session, and frees its place', async () => {
      const sessions = given()
      const [first] = [await create(), await create()]
      await expect(create()).rejects.toMatchObject({ code: 'too-many-sessions' })
      const session = await sessions.find(first, 'ada')
      await session.end()
      await session.end()
      await expect(sessions.find(first, 'ada')).rejects.toMatchObject({ code: 'not-found' })
      expect(await sessions.list('ada')).toHaveLength(1)
      await expect(create()).resolves.toEqual(expect.any(String))
    })

    it('caps the sessions of each principal, including those being created', async () => {
      const made = await Promise.allSettled([create(), create(), create()])
      expect(made.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
      await expect(create(eve)).resolves.toEqual(expect.any(String))
    })

    it('refuses a session that it can’t create, and keeps nothing of it', async () => {
      const sessions = given()
      const unknown = sessions.create({ language: 'no-such-language' }, ada, here)
      await expect(unknown).rejects.toMatchObject({ code: 'unknown-language' })
      const gone = new Error('The client has left.')
      await expect(create(ada, AbortSignal.abort(gone))).rejects.toBe(gone)
      expect(await sessions.list('ada')).toEqual([])
      await Promise.all([create(), create()])
    })
  })
}
