import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TestService } from '../support/service.ts'
import { host, type Relaxation, tmpfs } from './support/relax.ts'
import { type attack, attackWithResult, startTarget } from './support/target.ts'

let hardened: TestService
beforeAll(async () => {
  hardened = await startTarget()
})
afterAll(() => hardened[Symbol.asyncDispose]())

type Request = Parameters<typeof attack>[2]
type Attacked = Awaited<ReturnType<typeof attackWithResult>>

const LIMITS = { memoryMb: 48, diskMb: 16 }
const MB = 2 ** 20

async function attackWith(relax: Relaxation, name: string, request: Request): Promise<Attacked> {
  await using control = await startTarget(relax)
  return await attackWithResult(control, name, request)
}

const without = (option: RegExp): Relaxation => tmpfs((options) => options.replace(option, ''))

describe.each(['/work', '/tmp'])('the disk at %s', (folder) => {
  it('is full at its size, with memory to spare', async () => {
    const request = { args: [folder, `${MB}`, '64'], limits: LIMITS }
    const { outcomes } = await attackWithResult(hardened, 'disk.py', request)
    expect(outcomes).toMatchObject({ fill: 'ENOSPC' })
    expect(Number(outcomes?.['made'])).toBeGreaterThanOrEqual(7)
    expect(Number(outcomes?.['made'])).toBeLessThanOrEqual(8)

    const control = await attackWith(without(/,size=\d+m/), 'disk.py', request)
    expect(control).toMatchObject({ outcomes: null, result: { verdict: 'memory-limit' } })
  })

  it('is full of empty files before memory is', async () => {
    const request = { args: [folder, '0', '200000'], limits: LIMITS }
    const { outcomes } = await attackWithResult(hardened, 'disk.py', request)
    expect(outcomes).toMatchObject({ fill: 'ENOSPC' })
    expect(Number(outcomes?.['made'])).toBeLessThan(1000)

    const control = await attackWith(without(/,nr_inodes=\d+/), 'disk.py', request)
    expect(control).toMatchObject({ outcomes: null, result: { verdict: 'memory-limit' } })
  })
})

it('bounds shared memory', async () => {
  const request = { args: ['/dev/shm', `${MB}`, '24'], limits: LIMITS }
  const { outcomes } = await attackWithResult(hardened, 'disk.py', request)
  expect(outcomes).toEqual({ fill: 'ENOSPC', made: '8' })
  const control = await attackWith(host({ ShmSize: 64 * MB }), 'disk.py', request)
  expect(control.outcomes).toEqual({ fill: 'done', made: '24' })
})

it('bounds empty files in shared memory by memory alone', async () => {
  // Docker sets no nr_inodes there and has no option for it: the run that does this ends, and no other is affected.
  const request = { args: ['/dev/shm', '0', '200000'], limits: LIMITS }
  const { result } = await attackWithResult(hardened, 'disk.py', request)
  expect(result.verdict).toBe('memory-limit')
})

it('bounds a single file', async () => {
  const { result, outcomes } = await attackWithResult(hardened, 'big_file.py', { limits: { fileMb: 1 } })
  expect({ outcomes, verdict: result.verdict, signal: result.run?.signal }).toEqual({
    outcomes: null,
    verdict: 'disk-limit',
    signal: 'SIGXFSZ',
  })
  // The limit belongs to the request, and so does the control.
  expect(await attackWithResult(hardened, 'big_file.py', { limits: { fileMb: 8 } })).toMatchObject({
    outcomes: { write: 'done' },
  })
})
