import type { RunEvent } from '@sandrun/shared'
import { beforeEach, describe, expect, it } from 'vitest'
import { lostEvents } from '../../src/model/lost-job.ts'
import { ANONYMOUS } from '../../src/model/principal.ts'
import type { AdapterNote, JobStore, KeyedJob, WaitingJob } from '../../src/ports/job-store.ts'

const ROOM = { count: 100, age: 1e9, bytes: 1e9, principalBytes: 1e9 }
const request = { language: 'c', code: 'secret source' }
const started = { language: 'c', version: '14.2', warm: true }
const here = { ...ANONYMOUS, address: '127.0.0.1' }

/**
 * The contract of every job store. `open` creates an empty one with the given clock; `die` ends its process, after which
 * the store belongs to the next one.
 */
export function jobStoreContract(
  name: string,
  open: (now: () => number) => JobStore,
  die: () => Promise<void> = async () => {},
): void {
  describe(`${name} as a store of jobs`, () => {
    let now: number
    let jobs: JobStore

    beforeEach(() => {
      now = Date.parse('2026-01-01T00:00:00Z')
      jobs = open(() => now)
    })

    const add = (
      id: string,
      { principal = 'ada', key = null as string | null, note = null as AdapterNote | null } = {},
    ): Promise<KeyedJob | null> =>
      jobs.add({
        id,
        principal: { ...here, id: principal },
        createdAt: new Date(now).toISOString(),
        language: 'c',
        request,
        idempotency: key === null ? null : { key, fingerprint: `of ${id}` },
        webhook: null,
        note,
      })
    const end = (id: string): Promise<boolean> =>
      jobs.end(id, lostEvents({ id, language: 'c', startedAt: new Date(now).toISOString(), started }))
    /** The waiting jobs that the next process finds. */
    const left = async (): Promise<WaitingJob[]> => {
      await die()
      return jobs.waiting()
    }
    const waiting = async (): Promise<string[]> => (await left()).map(({ id }) => id)
    const listed = async (principal: string): Promise<string[]> =>
      (await jobs.list(principal, { limit: 9, after: null })).map(({ id }) => id)

    it('starts a job once, and then deletes its program', async () => {
      await add('a')
      expect(await jobs.order('a')).toEqual({ principal: { ...here, id: 'ada' }, request })
      await jobs.start('a', started)
      await expect(jobs.start('a', started)).rejects.toThrow('was not waiting')
      expect(await jobs.order('a')).toBeNull()
    })

    it('ends a job once', async () => {
      await add('a')
      expect(await end('a')).toBe(true)
      expect(await end('a')).toBe(false)
      expect(await end('never')).toBe(false)
    })

    it('starts a job once, even if two ask at the same time', async () => {
      await add('a')
      const both = await Promise.allSettled([jobs.start('a', started), jobs.start('a', started)])
      expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    })

    it('ends started jobs as lost, and nothing else', async () => {
      for (const id of ['waits', 'runs', 'done']) await add(id)
      await jobs.start('runs', started)
      await jobs.start('done', started)
      await end('done')
      await die()
      expect(await jobs.endLost()).toBe(1)
      expect(await waiting()).toEqual(['waits'])
      expect(await jobs.find('ada', 'runs')).toMatchObject({
        summary: { id: 'runs', state: 'ended', verdict: 'worker-lost' },
        events: [
          { type: 'started' },
          { type: 'exit', result: { version: '14.2', startedAt: '2026-01-01T00:00:00.000Z' } },
        ],
      })
      expect(await jobs.endLost()).toBe(0)
    })

    it("keeps an adapter's note as long as its job, and lists only that adapter's jobs", async () => {
      const note = { adapter: 'judge0', text: '{"language":71}' }
      await add('a', { note })
      await add('b')
      expect((await left()).map((job) => job.note)).toEqual([note, null])
      for (const id of ['a', 'b']) await end(id)
      expect(await jobs.find('ada', 'a')).toMatchObject({ note })
      expect(await jobs.find('ada', 'b')).toMatchObject({ note: null })
      const page = { limit: 9, after: null }
      expect((await jobs.list('ada', page, 'judge0')).map(({ id }) => id)).toEqual(['a'])
      expect(await jobs.list('ada', page, 'jobe')).toEqual([])
    })

    it('deletes an ended job only for its owner', async () => {
      await add('a')
      expect(await jobs.forget('ada', 'a')).toBe(false)
      await end('a')
      expect(await jobs.forget('eve', 'a')).toBe(false)
      expect(await jobs.forget('ada', 'a')).toBe(true)
      expect(await jobs.find('ada', 'a')).toBeNull()
    })

    it('limits a principal to its own jobs and keys', async () => {
      await add('a', { key: 'k' })
      await add('e', { principal: 'eve', key: 'k' })
      await end('a')
      expect(await jobs.findByKey('ada', 'k')).toEqual({ id: 'a', fingerprint: 'of a' })
      expect(await jobs.findByKey('eve', 'k')).toMatchObject({ id: 'e' })
      expect(await jobs.findByKey('eve', 'other')).toBeNull()
      expect(await jobs.find('eve', 'a')).toBeNull()
      expect(await listed('eve')).toEqual([])
    })

    it('takes one job for a key, even if two come at the same time', async () => {
      const [first, second] = await Promise.all([add('a', { key: 'k' }), add('b', { key: 'k' })])
      expect([first, second]).toEqual([null, { id: 'a', fingerprint: 'of a' }])
      expect(await waiting()).toEqual(['a'])
    })

    it('lists ended jobs, newest first, from the end of a page', async () => {
      for (const id of ['a', 'b', 'c', 'd']) {
        await add(id)
        await end(id)
        if (id !== 'b') now += 1000
      }
      const page = await jobs.list('ada', { limit: 2, after: null })
      expect(page.map(({ id }) => id)).toEqual(['d', 'c', 'b'])
      const after = { createdAt: page[1]?.createdAt ?? '', id: 'c' }
      expect((await jobs.list('ada', { limit: 2, after })).map(({ id }) => id)).toEqual(['b', 'a'])
    })

    it('deletes jobs that ended too long ago, and the oldest of too many, but no queued ones', async () => {
      for (const id of ['old', 'waits', 'b', 'c', 'd']) {
        await add(id)
        if (id !== 'waits') await end(id)
        now += 1000
      }
      await jobs.prune({ ...ROOM, age: 4500 })
      expect(await listed('ada')).toEqual(['d', 'c', 'b'])
      await jobs.prune({ ...ROOM, count: 1 })
      expect(await listed('ada')).toEqual(['d'])
      expect(await waiting()).toEqual(['waits'])
    })

    it('counts the bytes of queued jobs until they begin', async () => {
      await add('a')
      const { own: one } = await jobs.waitingBytes('ada')
      expect(one).toBeGreaterThanOrEqual(request.code.length)
      await add('b')
      await add('e', { principal: 'eve' })
      expect(await jobs.waitingBytes('ada')).toEqual({ own: 2 * one, all: 3 * one })
      await jobs.start('a', started)
      expect(await jobs.waitingBytes('ada')).toEqual({ own: one, all: 2 * one })
    })

    it('returns the events of a job unchanged', async () => {
      await add('a')
      const result = { name: '1', verdict: 'ok', message: 'a case that ended well' } as const
      const [begun, exit] = lostEvents({ id: 'a', language: 'c', startedAt: '2026-01-01T00:00:00Z', started })
      if (begun === undefined || exit?.type !== 'exit') throw new Error('What was lost has a beginning and an end.')
      const events: RunEvent[] = [
        begun,
        { type: 'case', index: 0, result, order: 2, atMs: 1 },
        { ...exit, result: { ...exit.result, cases: [result] }, order: 3 },
      ]
      await jobs.end('a', events)
      expect((await jobs.find('ada', 'a'))?.events).toEqual(events)
    })
  })
}
