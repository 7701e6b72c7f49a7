import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { says, sh, startWorker, type TestWorker, typesOf } from '../../../test/support/process-worker.ts'
import { until } from '../../../test/support/until.ts'
import { Sandbox } from '../pool/sandbox.ts'
import { RunSteps } from './run-steps.ts'

let worker: TestWorker

beforeAll(async () => {
  worker = await startWorker()
})
afterAll(() => worker[Symbol.asyncDispose]())

describe('cancelling', () => {
  it('in the queue ends it at once, and frees its place', async () => {
    await using small = await startWorker({ SANDRUN_MAX_SANDBOXES: '1' })
    const first = await small.start(sh('echo up; read line'), { live: true })
    await says(first, 'up')
    const waiting = await small.start(sh('echo never'))
    await until('it is queued', () => typesOf(waiting).includes('queued'))
    waiting.run.cancel()
    await expect(waiting.finished).resolves.toMatchObject({
      verdict: 'cancelled',
      message: 'Cancelled before it started.',
    })
    expect(small.engine.asked).toHaveLength(1)
    first.run.endStdin()
    await first.finished
    await expect(small.run(sh('true'))).resolves.toMatchObject({ verdict: 'ok' })
  })

  it('while its sandbox is created prevents its beginning', async () => {
    await using held = await startWorker()
    held.engine.holds = true
    const begin = vi.fn<() => Promise<void>>(async () => {})
    const run = await held.start(sh('echo never'), { begin })
    await until('its sandbox is being made', () => held.engine.held.length === 1)
    run.run.cancel()
    held.engine.held[0]?.proceed()
    await expect(run.finished).resolves.toMatchObject({ verdict: 'cancelled', message: 'Cancelled before it started.' })
    expect(begin).not.toHaveBeenCalled()
    expect(typesOf(run)).toEqual([])
    await until('its sandbox is gone', () => held.engine.started[0]?.isAlive === false)
  })

  it('in the moment it begins is reported as cancelling', async () => {
    const stop = Promise.withResolvers<() => void>()
    const run = await worker.start(sh('sleep 1000'), { begin: async () => (await stop.promise)() })
    stop.resolve(() => run.run.cancel())
    // The agent gets both at once, or one after the other.
    const message = expect.stringMatching(/^Cancelled (before it started|after .* s)\.$/)
    await expect(run.finished).resolves.toMatchObject({ verdict: 'cancelled', message })
  })

  it('twice is like cancelling once, and after the end does nothing', async () => {
    const run = await worker.start(sh('trap "" TERM; echo up; while :; do sleep 0.01; done'))
    await says(run, 'up')
    run.run.cancel()
    run.run.cancel()
    await expect(run.finished).resolves.toMatchObject({
      verdict: 'cancelled',
      run: { stdout: 'up\n', signal: 'SIGKILL' },
    })
    run.run.cancel()
    run.run.signal('SIGINT')
    run.run.writeStdin(Buffer.from('late'))
    run.run.endStdin()
  })

  it('lets a program clean up', async () => {
    // It has 50 ms: a loop that starts no process sees the signal at once, even on a busy machine.
    const run = await worker.start(sh('trap "echo bye; exit 0" TERM; echo up; while :; do :; done'))
    await says(run, 'up')
    run.run.cancel()
    await expect(run.finished).resolves.toMatchObject({
      verdict: 'cancelled',
      run: { stdout: 'up\nbye\n', exitCode: 0 },
    })
  })

  it('during compiling does not run the program', async () => {
    const run = await worker.start({
      language: 'made',
      code: 'echo up; trap "exit 0" TERM; while :; do sleep 0.01; done',
    })
    await says(run, 'up')
    run.run.cancel()
    const result = await run.finished
    expect(result).toMatchObject({ verdict: 'cancelled', compile: { stdout: 'up\n' } })
    expect(result.run).toBeUndefined()
  })

  it('between compiling and running does not run it', async () => {
    // The compiler's files are fetched in between.
    vi.spyOn(RunSteps.prototype, 'collect').mockImplementation(async () => {
      run.run.cancel()
      return { type: 'collected', files: [], leftOut: false, unmatched: [] }
    })
    const code = 'echo compiled; printf "#!/bin/sh\\necho never" >program; chmod +x program'
    const run = await worker.start({ language: 'made', code })
    const result = await run.finished
    expect(result).toMatchObject({ verdict: 'cancelled', compile: { exitCode: 0, stdout: 'compiled\n' } })
    expect(result.run).toBeUndefined()
  })

  it('while the limits of the program are set ends it as it starts', async () => {
    const limit = vi.spyOn(Sandbox.prototype, 'limit').mockImplementation(async () => {
      if (limit.mock.calls.length === 2) run.run.cancel()
    })
    const code = 'printf "#!/bin/sh\nwhile :; do sleep 0.01; done" >program; chmod +x program'
    const run = await worker.start({ language: 'made', code })
    await expect(run.finished).resolves.toMatchObject({ verdict: 'cancelled', compile: { exitCode: 0 } })
    limit.mockRestore()
  })

  it('between cases keeps the results so far', async () => {
    const run = await worker.start({
      ...sh('read line; echo "$line"; [ "$line" != wait ] || while :; do sleep 0.01; done'),
      cases: [{ stdin: 'one\n' }, { stdin: 'wait\n' }, { stdin: 'never\n' }],
    })
    await until('the first has ended', () => typesOf(run).includes('case'))
    run.run.cancel()
    const result = await run.finished
    expect(result).toMatchObject({
      verdict: 'cancelled',
      cases: [{ verdict: 'ok' }, ...(result.cases?.slice(1) ?? [])],
    })
    expect(result.cases?.length).toBeLessThan(3)
  })

  it('happens at the worker’s end, for queued runs too', async () => {
    const closing = await startWorker({ SANDRUN_MAX_SANDBOXES: '1' })
    const first = await closing.start(sh('echo up; read line'), { live: true })
    await says(first, 'up')
    const waiting = await closing.start(sh('true'))
    await until('it is queued', () => typesOf(waiting).includes('queued'))
    const [refused] = await Promise.allSettled([waiting.finished, closing[Symbol.asyncDispose]()])
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'shutting-down' } })
    await expect(first.finished).resolves.toMatchObject({ verdict: 'cancelled' })
    expect(await closing.engine.count()).toBe(0)
  })
})
