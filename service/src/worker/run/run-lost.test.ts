import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { says, sh, startWorker, type TestWorker, typesOf } from '../../../test/support/process-worker.ts'
import { until } from '../../../test/support/until.ts'
import { RunSteps } from './run-steps.ts'

let worker: TestWorker

beforeAll(async () => {
  worker = await startWorker()
})
afterAll(() => worker[Symbol.asyncDispose]())

describe('a lost sandbox', () => {
  it('in mid-run is reported, with the output so far in the log', async () => {
    const run = await worker.start(sh('echo up; read line'), { live: true })
    await says(run, 'up')
    worker.engine.started.at(-1)?.kill()
    await expect(run.finished).resolves.toMatchObject({
      verdict: 'internal-error',
      message: 'The sandbox was lost: its container ended.',
    })
    expect(run.text()).toBe('up\n')
  })

  it('because the kernel ran out of memory is reported as that', async () => {
    const run = await worker.start(sh('echo up; read line'), { live: true })
    await says(run, 'up')
    const lost = worker.engine.started.at(-1)
    if (lost !== undefined) worker.engine.runOutOfMemory(lost)
    await expect(run.finished).resolves.toMatchObject({ verdict: 'memory-limit' })
  })

  it('between its creation and its use is reported too', async () => {
    const begin = async (): Promise<void> => {
      const last = worker.engine.started.at(-1)
      last?.kill()
      await until('it is gone', () => last?.isAlive === false)
    }
    await expect(worker.run(sh('echo never'), { begin })).resolves.toMatchObject({
      verdict: 'internal-error',
    })
  })

  it('between two cases keeps the first one’s result', async () => {
    const run = await worker.start({ ...sh('read line; echo "$line"; read line'), cases: [{ stdin: 'one\n' }, {}, {}] })
    await until('the first has ended', () => typesOf(run).includes('case'))
    worker.engine.started.at(-1)?.kill()
    const result = await run.finished
    expect(result.cases?.[0]).toMatchObject({ verdict: expect.stringMatching(/ok|runtime-error/) })
  })

  it('while files are collected is reported, because they are missing', async () => {
    const begun = vi.spyOn(RunSteps.prototype, 'fileBegun')
    begun.mockImplementation(() => worker.engine.started.at(-1)?.kill())
    const request = { ...sh('head -c 4000000 /dev/zero >kept'), collect: ['kept'] }
    const result = await worker.run(request)
    expect(begun).toHaveBeenCalledOnce()
    expect(result).toMatchObject({ verdict: 'ok', warnings: [expect.stringContaining('the requested files')] })
    expect(result.files).toBeUndefined()
  })
})
