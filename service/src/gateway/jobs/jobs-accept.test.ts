import { type RunRequest, SandrunError, type Webhook } from '@sandrun/shared'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { idOf, FakeJobs, SMALL_JOB } from '../../../test/support/fake-jobs.ts'

const MIB = 2 ** 20

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

it('lets others run while it reads a large request', async () => {
  let turns = 0
  const turn = (): void => {
    turns++
    immediate = setImmediate(turn)
  }
  let immediate = setImmediate(turn)
  await jobs.accept({ key: 'k', request: { ...SMALL_JOB, stdin: 'x'.repeat(2 * MIB) } })
  clearImmediate(immediate)
  expect(turns).toBeGreaterThan(32)
})

describe('a key', () => {
  it('returns the same job, and is refused with another request', async () => {
    const job = await jobs.accept({ key: 'k' })
    expect(idOf(await jobs.accept({ key: 'k' }))).toBe(idOf(job))
    const other = { ...SMALL_JOB, code: 'false' }
    await expect(jobs.accept({ key: 'k', request: other })).rejects.toMatchObject({ code: 'idempotency-key-reused' })
    expect(idOf(await jobs.accept({ key: 'k', owner: 'eve' }))).not.toBe(idOf(job))
  })

  it('that comes twice while the image is checked makes one job', async () => {
    const checked = Promise.withResolvers<void>()
    jobs.host.checking = checked.promise
    const both = [jobs.accept({ key: 'k' }), jobs.accept({ key: 'k' })]
    await settle()
    checked.resolve()
    const [one, other] = await Promise.all(both)
    expect(one).toBe(other)
    expect(await jobs.waiting()).toHaveLength(1)
  })

  it('that comes again just after its job was stored returns that job', async () => {
    const { store } = jobs
    const add = store.add.bind(store)
    let again: Promise<unknown> = Promise.resolve()
    vi.spyOn(store, 'add').mockImplementationOnce(async (job) => {
      const same = await add(job)
      again = jobs.accept({ key: 'k' })
      await again.catch(() => {})
      return same
    })
    const job = await jobs.accept({ key: 'k' })
    await expect(again).resolves.toBe(job)
  })
})

describe('a refused job is not stored', () => {
  it.each<[string, { request?: RunRequest; webhook?: Webhook }, string]>([
    ['a session', { request: { ...SMALL_JOB, session: 'x' } }, 'invalid-request'],
    ['a webhook into our own network', { webhook: { url: 'http://127.0.0.1/' } }, 'webhook-refused'],
  ])('for %s', async (_what, change, code) => {
    await expect(jobs.accept(change)).rejects.toMatchObject({ code })
    expect(await jobs.waiting()).toEqual([])
  })

  it('for a program that can’t run', async () => {
    jobs.host.refusal = new SandrunError('image-missing', 'It is not built.')
    await expect(jobs.accept()).rejects.toMatchObject({ code: 'image-missing' })
    expect(await jobs.waiting()).toEqual([])
  })

  it('for a request while the service closes, even during the check of the image', async () => {
    const checked = Promise.withResolvers<void>()
    jobs.host.checking = checked.promise
    const late = jobs.accept()
    await settle()
    const closed = jobs.close()
    checked.resolve()
    await expect(late).rejects.toMatchObject({ code: 'shutting-down' })
    await closed
    expect(await jobs.waiting()).toEqual([])
  })
})

describe('the space', () => {
  it('is limited for queued jobs', async () => {
    await jobs.close()
    jobs = await FakeJobs.open({ maxWaiting: 1 }, jobs.store)
    for (let job = 0; job < 9; job++) await jobs.accept()
    await expect(jobs.accept()).rejects.toMatchObject({ code: 'queue-full', retryAfter: expect.any(Number) })
  })

  it.each([
    ['of one', { principalBytes: 2 * MIB }, 'ada', / your waiting jobs .* 2 MB/],
    ['of all', { bytes: 2 * MIB }, 'eve', / all waiting jobs .* 2 MB/],
  ])('on the disk is that %s, and free again when a job begins', async (_what, limits, owner, message) => {
    await jobs.close()
    jobs = await FakeJobs.open(limits, jobs.store)
    const large = { ...SMALL_JOB, code: 'x'.repeat(1.5 * MIB) }
    const first = await jobs.accept({ request: large })
    await expect(jobs.accept({ request: large, owner })).rejects.toMatchObject({
      code: 'queue-full',
      message: expect.stringMatching(message),
    })
    // The job is read in parts before it can begin.
    await expect.poll(() => jobs.runOf(first)).toBeDefined()
    await jobs.runOf(first)?.begin()
    await expect(jobs.accept({ request: large, owner })).resolves.toMatchObject({})
  })
})
