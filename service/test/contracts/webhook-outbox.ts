import { beforeEach, describe, expect, it } from 'vitest'
import { lostEvents } from '../../src/model/lost-job.ts'
import { ANONYMOUS } from '../../src/model/principal.ts'
import type { JobStore } from '../../src/ports/job-store.ts'
import type { WebhookOutbox } from '../../src/ports/webhook-outbox.ts'

/**
 * The contract of every webhook outbox. `open` creates an empty job store with an outbox, both with the given clock.
 */
export function webhookOutboxContract(name: string, open: (now: () => number) => JobStore): void {
  describe(`${name} as an outbox of webhooks`, () => {
    let now: number
    let jobs: JobStore
    let outbox: WebhookOutbox

    beforeEach(() => {
      now = 1_000_000
      jobs = open(() => now)
      outbox = jobs.webhooks
    })

    const add = async (id: string): Promise<void> => {
      const principal = { ...ANONYMOUS, address: '127.0.0.1' }
      const webhook = { url: `https://example.org/${id}`, secret: 'whsec_c2VjcmV0' }
      const request = { language: 'c', code: 'x' }
      const createdAt = new Date(now).toISOString()
      await jobs.add({ id, principal, createdAt, language: 'c', request, idempotency: null, webhook, note: null })
    }
    const end = (id: string): Promise<boolean> => {
      const started = { language: 'c', version: '1', warm: true }
      return jobs.end(id, lostEvents({ id, language: 'c', startedAt: '2026-01-01T00:00:00Z', started }))
    }
    const claimed = async (most = 9): Promise<string[]> => (await outbox.claim(most, 1000)).map(({ job }) => job)

    it('returns those of ended jobs only, with all a sender needs', async () => {
      await add('a')
      expect([await claimed(), await outbox.nextInMs()]).toEqual([[], null])
      await end('a')
      expect(await outbox.claim(9, 1000)).toEqual([
        {
          job: 'a',
          principal: ANONYMOUS.id,
          attempts: 0,
          url: 'https://example.org/a',
          secret: 'whsec_c2VjcmV0',
        },
      ])
    })

    it('gives each to one sender, until its lease ends', async () => {
      for (const id of ['a', 'b', 'c']) {
        await add(id)
        await end(id)
      }
      const [first, second] = await Promise.all([claimed(2), claimed(2)])
      expect([...first, ...second].toSorted()).toEqual(['a', 'b', 'c'])
      expect(await claimed()).toEqual([])
      expect(await outbox.nextInMs()).toBe(1000)
      now += 1000
      expect((await claimed()).toSorted()).toEqual(['a', 'b', 'c'])
    })

    it('drops settled webhooks, and returns postponed ones when they are due', async () => {
      for (const id of ['a', 'b']) {
        await add(id)
        await end(id)
      }
      await claimed()
      await outbox.settle('a')
      await outbox.postpone('b', 5000)
      expect([await claimed(), await outbox.nextInMs()]).toEqual([[], 5000])
      now += 5000
      expect(await outbox.claim(9, 1000)).toMatchObject([{ job: 'b', attempts: 1 }])
      await outbox.settle('b')
      expect(await outbox.nextInMs()).toBeNull()
    })
  })
}
