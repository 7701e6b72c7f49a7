import { ErrorResponseSchema } from '@sandrun/shared'
import {
  withGreedyNeighbour,
  MODEST_REQUEST,
  startGreedyNeighbour,
  UNAFFECTED,
} from '../../src/attack/catalogue/neighbours.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, type TestService } from '../support/service.ts'
import { contained } from './support/contained.ts'
import { asUser, host, type Relaxation } from './support/relax.ts'
import { attack, startTarget } from './support/target.ts'

let hardened: TestService
beforeAll(async () => {
  hardened = await startTarget()
})
afterAll(() => hardened[Symbol.asyncDispose]())

async function besideGreedyNeighbour(service: TestService): ReturnType<typeof withGreedyNeighbour> {
  using client = await connect(service)
  return await withGreedyNeighbour(client, () => attack(service, 'neighbour.py', MODEST_REQUEST))
}

async function attackWith(relax: Relaxation): ReturnType<typeof besideGreedyNeighbour> {
  await using control = await startTarget(relax)
  return await besideGreedyNeighbour(control)
}

/** The second sandbox joins the IPC namespace of the first. */
function sharedIpc(): Relaxation {
  let first: string | undefined
  return (options) => {
    const mode = first === undefined ? 'shareable' : `container:${first}`
    first ??= options.name
    return host({ IpcMode: mode })(options)
  }
}

const untouched = contained(UNAFFECTED)

describe('neighbours', () => {
  it('have terminals, however many one program opens, and would run out without the line', async () => {
    const ask = { args: ['100'], limits: { openFiles: 300 } }
    expect(await attack(hardened, 'terminals.py', ask)).toEqual({ open: 'ENOSPC', first: 'works', terminals: '16' })
    const shared: Relaxation = (options) => {
      const mounts = options.HostConfig?.Mounts ?? []
      return host({ Mounts: mounts.filter(({ Target }) => Target !== '/dev/pts') })(options)
    }
    await using control = await startTarget(shared)
    expect(await attack(control, 'terminals.py', ask)).toMatchObject({ open: 'done', terminals: '100' })
  })

  it("that take the last terminal make a run wait, which is not the run's failure", async () => {
    await using none = await startTarget((options) => {
      const { Mounts = [], Tmpfs = {} } = options.HostConfig ?? {}
      const mounts = Mounts.filter(({ Target }) => Target !== '/dev/pts')
      return host({ Mounts: mounts, Tmpfs: { ...Tmpfs, '/dev/pts': '' } })(options)
    })
    const response = await fetch(new URL('/v1/runs', none.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ language: 'bash', code: 'true', tty: { cols: 80, rows: 24 } }),
    })
    expect({ status: response.status, ...ErrorResponseSchema.parse(await response.json()).error }).toMatchObject({
      status: 503,
      code: 'sandbox-failed',
      retryable: true,
      message: 'The program needs a terminal, and the machine has no free one.',
    })
  })

  it("have their own uids, so one can't use up another's share", async () => {
    const { greedy, beside, after } = await besideGreedyNeighbour(hardened)
    // It used up everything that one user may have.
    expect(greedy).toMatchObject({ inotify: 'EMFILE', pipes: 'EPERM', segment: 'done' })
    expect(Number(greedy['made by watches'])).toBeGreaterThan(0)
    expect(beside).toMatchObject(untouched)
    expect(after).toMatchObject(untouched)
    expect(new Set([greedy['user'], beside['user'], after['user']]).size).toBe(3)
    expect(Number(beside['user'])).toBeGreaterThanOrEqual(20_000)
  })

  it('would starve each other with one uid', async () => {
    const { beside, after } = await attackWith(asUser(23_456))
    expect(beside).toMatchObject({ ...untouched, inotify: 'EMFILE', pipes: 'EPERM' })
    expect(after).toMatchObject(untouched)
  })

  it("would see each other's shared memory in one IPC namespace", async () => {
    // Only side by side: a later container would join the namespace of one that is gone.
    await using control = await startTarget(sharedIpc())
    using client = await connect(control)
    const { run } = await startGreedyNeighbour(client)
    const beside = await attack(control, 'neighbour.py', MODEST_REQUEST)
    expect(beside).toMatchObject({ ...untouched, segment: 'left behind', '/dev/shm': 'EEXIST' })
    run.send('\n')
    await run.result
  })
})
