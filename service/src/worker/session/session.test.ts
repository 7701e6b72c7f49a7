import type { RunResult } from '@sandrun/shared'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startWorker, type TestRun, type TestWorker } from '../../../test/support/process-worker.ts'
import { principal } from '../../../test/support/principal.ts'
import { until } from '../../../test/support/until.ts'
import { OUTPUT_CREDIT_BYTES } from '../../run-log/output-credit.ts'
import { RunSteps } from '../run/run-steps.ts'

const ada = principal('ada')
const here = new AbortController().signal
const IDLE = 60_000

let worker: TestWorker

beforeEach(async () => {
  worker = await startWorker({ SANDRUN_MAX_SANDBOXES: '2', SANDRUN_CAPS: 'running=2' })
})
afterEach(async () => {
  vi.useRealTimers()
  await worker[Symbol.asyncDispose]()
})

const create = async (signal = here): Promise<string> =>
  (await worker.sessions.create({ language: 'sh', idleTimeoutMs: IDLE }, ada, signal)).id
const start = (session: string, code: string): Promise<TestRun> => worker.start({ session, code }, { live: true })
/** Null if it is gone. */
const stateOf = (id: string): string | null => {
  try {
    return worker.sessions.own(id, 'ada').info().state
  } catch {
    return null
  }
}
const resultOf = async (session: string, code: string): Promise<RunResult> => (await start(session, code)).finished
const says = (run: TestRun, text: string): Promise<void> =>
  until(`the program says ${text}`, () => run.text().includes(text))
const sandboxes = (): number => worker.engine.started.filter(({ isAlive }) => isAlive).length

describe('a session', () => {
  it('keeps files from run to run, and no process', async () => {
    const id = await create()
    await resultOf(id, 'sleep 1000 & echo $! >pid; echo kept >file')
    await expect(resultOf(id, 'cat file; kill -0 "$(cat pid)" 2>&1 || echo gone')).resolves.toMatchObject({
      verdict: 'ok',
      warm: true,
      run: { stdout: expect.stringMatching(/^kept\n.*gone\n$/s) },
    })
    expect(worker.engine.asked).toHaveLength(1)
  })

  it('has one run at a time', async () => {
    const id = await create()
    const first = await start(id, 'echo up; read line')
    await says(first, 'up')
    expect(stateOf(id)).toBe('running')
    await expect(start(id, 'echo never')).rejects.toMatchObject({ code: 'session-busy' })
    first.run.endStdin()
    await first.finished
    expect(stateOf(id)).toBe('idle')
    await expect(resultOf(id, 'exit 0')).resolves.toMatchObject({ verdict: 'ok' })
  })

  it('keeps input and signals of one run from the next', async () => {
    const id = await create()
    const first = await start(id, 'exit 0')
    first.run.writeStdin(Buffer.alloc(1000))
    await first.finished
    const second = await start(id, 'echo up; cat')
    await says(second, 'up')
    first.run.writeStdin(Buffer.from('of the first'))
    first.run.signal('SIGKILL')
    first.run.cancel()
    second.run.writeStdin(Buffer.from('of the second'))
    second.run.endStdin()
    await expect(second.finished).resolves.toMatchObject({ verdict: 'ok', run: { stdout: 'up\nof the second' } })
  })

  it('gives each run the same credit, whatever the previous one has left', async () => {
    const id = await create()
    await resultOf(id, 'echo little')
    const flood = await start(id, `head -c ${3 * OUTPUT_CREDIT_BYTES} /dev/zero | tr '\\0' x; sleep 1000`)
    await until('it is used up', () => flood.log.end('stdout') >= OUTPUT_CREDIT_BYTES)
    flood.run.cancel()
    await flood.finished
    expect(flood.log.end('stdout')).toBe(OUTPUT_CREDIT_BYTES)
  })

  it.each([
    ['made', 'printf "#!/bin/sh\\necho old" >program; chmod +x program'],
    ['read', 'mkdir -p made/a; echo "echo old" | tee made/program >made/a/program'],
  ])('never starts what an earlier run has compiled: %s', async (language, old) => {
    const { id } = await worker.sessions.create({ language, idleTimeoutMs: IDLE }, ada, here)
    await expect(resultOf(id, old)).resolves.toMatchObject({ verdict: 'ok', run: { stdout: 'old\n' } })
    const elsewhere = await (await worker.start({ session: id, code: 'true', compileArgs: ['-o', 'other'] })).finished
    expect(elsewhere).toMatchObject({
      verdict: 'compile-error',
      message: expect.stringContaining('left no program to start: the compile arguments "-o other"'),
    })
    expect(elsewhere.run).toBeUndefined()
    await expect(resultOf(id, old)).resolves.toMatchObject({ verdict: 'ok', run: { stdout: 'old\n' } })
  })

  it('can be used again after a run that never began', async () => {
    const id = await create()
    const refused = await worker.start(
      { session: id, code: 'echo never' },
      {
        begin: async () => {
          throw new Error('It has begun before.')
        },
      },
    )
    await expect(refused.finished).rejects.toThrow('begun before')
    await expect(worker.run({ session: id, code: 'exit 0', version: '99' })).rejects.toMatchObject({
      code: 'unknown-version',
    })
    await expect(resultOf(id, 'exit 0')).resolves.toMatchObject({ verdict: 'ok' })
  })

  it('can be used again after a run that was cancelled', async () => {
    const id = await create()
    const first = await start(id, 'echo up; while :; do sleep 0.01; done')
    await says(first, 'up')
    first.run.cancel()
    await expect(first.finished).resolves.toMatchObject({ verdict: 'cancelled' })
    await expect(resultOf(id, 'echo again')).resolves.toMatchObject({ run: { stdout: 'again\n' } })
  })
})

describe('its end', () => {
  it('cancels its run, and comes when its sandbox is gone', async () => {
    const id = await create()
    const run = await start(id, 'echo up; while :; do sleep 0.01; done')
    await says(run, 'up')
    const session = worker.sessions.own(id, 'ada')
    const ending = Promise.all([session.end(), session.end()])
    expect(() => worker.sessions.own(id, 'ada')).toThrow(expect.objectContaining({ code: 'not-found' }))
    expect(await worker.sessions.list('ada')).toEqual([])
    await ending
    expect(sandboxes()).toBe(0)
    await expect(run.finished).resolves.toMatchObject({ verdict: 'cancelled' })
  })

  it('is reported to a run that was prepared before it', async () => {
    const id = await create()
    const begin = await worker.prepare({ session: id, code: 'echo never' })
    const ending = worker.sessions.own(id, 'ada').end()
    expect(begin).toThrow(expect.objectContaining({ code: 'not-found' }))
    await ending
  })

  it('frees its place for a waiting run', async () => {
    const ids = [await create(), await create()]
    const waiting = await worker.start({ language: 'sh', code: 'echo mine' }, { owner: 'eve' })
    await until('it waits', () => waiting.log.events().some(({ type }) => type === 'queued'))
    await worker.sessions.own(ids[0] ?? '', 'ada').end()
    await expect(waiting.finished).resolves.toMatchObject({ verdict: 'ok' })
  })

  it('comes on its own after too long an idle time, and never in mid-run', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    const id = await create()
    await vi.advanceTimersByTimeAsync(IDLE - 1)
    expect(worker.sessions.own(id, 'ada').info().expiresAt).toBe(new Date(Date.now() + 1).toISOString())
    const run = await start(id, 'echo up; read line')
    await says(run, 'up')
    expect(worker.sessions.own(id, 'ada').info().expiresAt).toBeNull()
    await vi.advanceTimersByTimeAsync(10 * IDLE)
    expect(stateOf(id)).toBe('running')
    run.run.endStdin()
    await run.finished
    await vi.advanceTimersByTimeAsync(IDLE - 1)
    expect(stateOf(id)).toBe('idle')
    await vi.advanceTimersByTimeAsync(1)
    expect(await worker.sessions.list('ada')).toEqual([])
    await until('its sandbox is gone', () => sandboxes() === 0)
  })

  it('comes with its sandbox, which is lost while nothing runs', async () => {
    const id = await create()
    worker.engine.started[0]?.kill()
    await until('it is over', () => stateOf(id) === null)
    await expect(start(id, 'exit 0')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('comes with its sandbox, which is lost in mid-run', async () => {
    const id = await create()
    const run = await start(id, 'echo up; read line')
    await says(run, 'up')
    worker.engine.started[0]?.kill()
    await expect(run.finished).resolves.toMatchObject({ verdict: 'internal-error' })
    await expect(start(id, 'exit 0')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('comes when its sandbox cannot be shown to be empty', async () => {
    const id = await create()
    vi.spyOn(RunSteps.prototype, 'reset').mockResolvedValue({ type: 'reset', ok: false, message: 'one is left' })
    await expect(resultOf(id, 'exit 0')).resolves.toMatchObject({ verdict: 'ok' })
    expect(stateOf(id)).toBeNull()
    await until('its sandbox is gone', () => sandboxes() === 0)
  })
})

describe('creating one', () => {
  it('ends if its owner leaves, in the queue and during creation, and leaves nothing', async () => {
    const ids = [await create(), await create()]
    const left = new Error('They left.')
    const queued = new AbortController()
    const inQueue = create(queued.signal)
    queued.abort(left)
    await expect(inQueue).rejects.toBe(left)

    await worker.sessions.own(ids[0] ?? '', 'ada').end()
    worker.engine.holds = true
    const made = new AbortController()
    const inMaking = create(made.signal)
    await until('it is being made', () => worker.engine.held.length === 1)
    made.abort(left)
    worker.engine.held[0]?.proceed()
    await expect(inMaking).rejects.toBe(left)
    expect(await worker.sessions.list('ada')).toHaveLength(1)
    expect(sandboxes()).toBe(1)
  })

  it('ends if the service closes in the meantime', async () => {
    worker.engine.holds = true
    const making = create()
    await until('it is being made', () => worker.engine.held.length === 1)
    const closed = worker.sessions.close()
    worker.engine.held[0]?.proceed()
    await expect(making).rejects.toMatchObject({ code: 'shutting-down' })
    await closed
    expect(sandboxes()).toBe(0)
  })

  it('frees its place if the engine refuses', async () => {
    worker.engine.refusal = new Error('Docker refused.')
    await expect(create()).rejects.toThrow('Docker refused')
    worker.engine.refusal = null
    await Promise.all([create(), create()])
    expect(await worker.sessions.list('ada')).toHaveLength(2)
  })
})
