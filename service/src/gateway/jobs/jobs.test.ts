import { type RunEvent, SandrunError } from '@sandrun/shared'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { lastOf } from '../../../test/support/fake-host.ts'
import { idOf, FakeJobs } from '../../../test/support/fake-jobs.ts'

const BUSY = new SandrunError('queue-full', 'Too many wait.')

let jobs: FakeJobs

/** Lets everything proceed that needs no clock. */
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
  jobs = await FakeJobs.open()
})
afterEach(async () => {
  await jobs.close()
  vi.useRealTimers()
  jobs.store[Symbol.dispose]()
})

describe('a job', () => {
  it('is stored before it is accepted, and marked as begun before its program is', async () => {
    const job = await jobs.accept()
    expect(await jobs.waiting()).toEqual([idOf(job)])
    await settle()
    const run = lastOf(jobs.host)
    expect([run.id, run.order.principal.id, run.order.live]).toEqual([idOf(job), 'ada', false])
    const start = vi.spyOn(jobs.store, 'start').mockRejectedValueOnce(new Error('disk I/O error'))
    await expect(run.begin()).rejects.toThrow('disk I/O error')
    expect(job.log.events()).toEqual([])
    start.mockRestore()
    await run.begin()
    expect(await jobs.waiting()).toEqual([])
    run.end()
    await settle()
    expect(job.record()).toMatchObject({ state: 'ended', verdict: 'ok' })
    expect((await jobs.store.find('ada', idOf(job)))?.summary).toMatchObject({ verdict: 'ok' })
  })

  it('is stored with its end before the end is reported', async () => {
    const job = await jobs.accept()
    await settle()
    const run = lastOf(jobs.host)
    await run.begin()
    let stored: ReturnType<typeof jobs.store.find> | undefined
    job.log.follow(() => {
      if (job.log.ended) stored ??= jobs.store.find('ada', idOf(job))
    })
    run.end()
    await settle()
    const order = (events: readonly RunEvent[] = []): unknown[] => events.map(({ type, order: at }) => [type, at])
    const kept = await stored
    expect(kept?.summary).toMatchObject({ state: 'ended', verdict: 'ok' })
    expect(order(kept?.events)).toEqual(order(job.log.events()))
  })

  it('starts once: a second attempt to begin it is refused', async () => {
    await jobs.accept()
    await settle()
    await lastOf(jobs.host).begin()
    await expect(lastOf(jobs.host).begin()).rejects.toThrow('was not waiting to be started')
  })

  it('is reported while the process lives if its end can’t be stored', async () => {
    const job = await jobs.accept()
    await settle()
    vi.spyOn(jobs.store, 'end').mockRejectedValue(new Error('database or disk is full'))
    await lastOf(jobs.host).begin()
    lastOf(jobs.host).end()
    await settle()
    expect(jobs.lines.join('')).toContain("can't store the end of a job")
    expect((await jobs.records.find('ada', idOf(job))).record()).toMatchObject({ verdict: 'ok' })
  })

  it('is stored with its end as soon as the store takes that', async () => {
    const job = await jobs.accept()
    await settle()
    const end = vi.spyOn(jobs.store, 'end').mockRejectedValue(new Error('database or disk is full'))
    await lastOf(jobs.host).begin()
    lastOf(jobs.host).end()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await jobs.store.find('ada', idOf(job))).toBeNull()
    end.mockRestore()
    await vi.advanceTimersByTimeAsync(30_000)
    const kept = await jobs.store.find('ada', idOf(job))
    expect(kept?.summary).toMatchObject({ state: 'ended', verdict: 'ok' })
    expect(kept?.events.map(({ type }) => type)).toEqual(job.log.events().map(({ type }) => type))
  })

  it('is stored though the store goes on to refuse the end of another', async () => {
    const [first, second] = [await jobs.accept(), await jobs.accept()]
    await settle()
    const refuse = new Error('too large')
    const end = jobs.store.end.bind(jobs.store)
    let refusals = 2
    vi.spyOn(jobs.store, 'end').mockImplementation(async (id, events) => {
      if (id === idOf(first) || refusals-- > 0) throw refuse
      return end(id, events)
    })
    for (const job of [first, second]) {
      const run = jobs.host.runs.find(({ id }) => id === idOf(job))
      await run?.begin()
      run?.end()
    }
    await vi.advanceTimersByTimeAsync(30_000)
    expect(await jobs.store.find('ada', idOf(first))).toBeNull()
    expect((await jobs.store.find('ada', idOf(second)))?.summary).toMatchObject({ state: 'ended' })
  })

  it('is deleted in time, and a store that fails is asked again', async () => {
    const prune = vi.spyOn(jobs.store, 'prune').mockRejectedValue(new Error('database or disk is full'))
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(jobs.lines.join('')).toContain("can't delete old jobs")
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(prune).toHaveBeenCalledTimes(2)
  })
})

describe('trying again', () => {
  it('happens for a temporary reason, after twice the time each time', async () => {
    const job = await jobs.accept()
    await settle()
    for (const pause of [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]) {
      const attempts = jobs.host.runs.length
      lastOf(jobs.host).refuse(BUSY)
      await vi.advanceTimersByTimeAsync(pause - 1)
      expect(jobs.host.runs).toHaveLength(attempts)
      await vi.advanceTimersByTimeAsync(1)
      expect(jobs.host.runs).toHaveLength(attempts + 1)
    }
    expect(job.summary().state).toBe('queued')
    await lastOf(jobs.host).begin()
    lastOf(jobs.host).end()
    await settle()
    expect(job.summary()).toMatchObject({ state: 'ended', verdict: 'ok' })
  })

  it('does not happen once it has begun', async () => {
    const job = await jobs.accept()
    await settle()
    await lastOf(jobs.host).begin()
    lastOf(jobs.host).refuse(new SandrunError('sandbox-failed', 'There is no terminal.'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(jobs.host.runs).toHaveLength(1)
    expect(job.record()).toMatchObject({ state: 'ended', error: { code: 'sandbox-failed' } })
  })

  it('does not happen for a permanent reason', async () => {
    const job = await jobs.accept()
    await settle()
    lastOf(jobs.host).refuse(new SandrunError('limit-too-high', 'It does not fit.'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(jobs.host.runs).toHaveLength(1)
    expect(job.record()).toMatchObject({ error: { code: 'limit-too-high' } })
  })

  it('ends at once when it is cancelled in between', async () => {
    const job = await jobs.accept()
    await settle()
    lastOf(jobs.host).refuse(BUSY)
    await settle()
    job.cancel()
    await settle()
    expect(job.record()).toMatchObject({ state: 'ended', verdict: 'cancelled' })
    expect(await jobs.waiting()).toEqual([])
  })

  it('ends when it is cancelled in the moment it is refused', async () => {
    const job = await jobs.accept()
    await settle()
    lastOf(jobs.host).refuse(BUSY)
    job.cancel()
    await settle()
    expect(job.record()).toMatchObject({ state: 'ended' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(jobs.host.runs).toHaveLength(1)
  })
})

describe('cancelling', () => {
  it('ends a queued job at once', async () => {
    const all = await Promise.all(Array.from({ length: 9 }, () => jobs.accept()))
    await settle()
    expect(jobs.host.runs).toHaveLength(8)
    const last = all.find((job) => jobs.runOf(job) === undefined)
    last?.cancel()
    await settle()
    expect(last?.record()).toMatchObject({ verdict: 'cancelled' })
    expect(jobs.host.runs.filter(({ isCancelled }) => isCancelled)).toHaveLength(1)
  })

  it('ends an active job, and is reported as its end', async () => {
    const job = await jobs.accept()
    await settle()
    await lastOf(jobs.host).begin()
    job.cancel()
    await settle()
    expect((await jobs.store.find('ada', idOf(job)))?.summary).toMatchObject({ verdict: 'cancelled' })
  })
})

describe('the next process', () => {
  it('runs jobs that had not begun, and reports those that had as lost', async () => {
    const [first, second] = [await jobs.accept(), await jobs.accept()]
    await settle()
    await jobs.runOf(first)?.begin()
    await jobs.close()
    expect(await jobs.waiting()).toEqual([idOf(second)])
    jobs = await FakeJobs.open({}, jobs.store)
    await settle()
    expect(jobs.host.runs.map(({ id }) => id)).toEqual([idOf(second)])
    expect((await jobs.records.find('ada', idOf(first))).record()).toMatchObject({ verdict: 'worker-lost' })
    expect(jobs.lines.join('')).toContain('jobs of an earlier process')
  })

  it('runs a job between two attempts, which does not delay the end of this process', async () => {
    const job = await jobs.accept()
    await settle()
    lastOf(jobs.host).refuse(BUSY)
    await settle()
    await jobs.close()
    expect(await jobs.waiting()).toEqual([idOf(job)])
    jobs = await FakeJobs.open({}, jobs.store)
    await settle()
    expect(lastOf(jobs.host).id).toBe(idOf(job))
  })

  it('runs a job that was refused its place by the end of this process', async () => {
    const job = await jobs.accept()
    await settle()
    lastOf(jobs.host).refuse(new SandrunError('shutting-down', 'The service is shutting down.'))
    await jobs.close()
    expect(await jobs.waiting()).toEqual([idOf(job)])
  })

  it('ends no job that has begun when it looks for jobs again', async () => {
    await jobs.close()
    jobs = await FakeJobs.open({ lookEveryMs: 10 }, jobs.store)
    const job = await jobs.accept()
    await settle()
    await lastOf(jobs.host).begin()
    const looks = vi.spyOn(jobs.store, 'waiting')
    await vi.advanceTimersByTimeAsync(50)
    expect(looks).toHaveBeenCalledTimes(5)
    expect(await jobs.store.find('ada', idOf(job))).toBeNull()
  })

  it('finds the job of an earlier key', async () => {
    const job = await jobs.accept({ key: 'k' })
    await jobs.close()
    jobs = await FakeJobs.open({}, jobs.store)
    expect(idOf(await jobs.accept({ key: 'k' }))).toBe(idOf(job))
  })
})
