import type { RunResult } from '@sandrun/shared'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startWorker, type TestWorker } from '../../test/support/process-worker.ts'
import { until } from '../../test/support/until.ts'
import { LABELS } from '../model/labels.ts'

let worker: TestWorker

beforeEach(async () => {
  worker = await startWorker({ SANDRUN_COMPILE_CACHE_MB: '10' })
})
afterEach(() => worker[Symbol.asyncDispose]())

/** A program that prints this, and whose compiler does too. */
const program = (says = 'made'): { language: string; code: string } => ({
  language: 'made',
  code: `echo "compiling ${says}"; printf '#!/bin/sh\\necho ${says}\\n' >program; chmod +x program`,
})

describe('a compiled program', () => {
  const run = (request: object = {}, owner = 'ada'): Promise<RunResult> =>
    worker.run({ ...program(), ...request }, { owner })
  /** The cache is written asynchronously. */
  const kept = (count: number): Promise<void> => until(`${count} are kept`, () => worker.compiled() === count)

  it('is not compiled again, and its compiler’s messages are repeated', async () => {
    expect((await run()).cached).toBeUndefined()
    await kept(1)
    expect(await run()).toMatchObject({
      cached: true,
      verdict: 'ok',
      compile: { stdout: 'compiling made\n', wallMs: 0 },
      run: { stdout: 'made\n' },
    })
  })

  it('is used only for its owner and its program, and only if the run allows it', async () => {
    await run()
    await kept(1)
    expect((await run({}, 'eve')).cached).toBeUndefined()
    expect((await run(program('other'))).cached).toBeUndefined()
    expect((await run({ cache: false })).cached).toBeUndefined()
    await kept(3)
    expect((await run()).cached).toBe(true)
  })

  it('is not stored if compiling failed, was cancelled or lost its sandbox', async () => {
    const failing = { ...program(), code: `${program().code}; exit 1` }
    await expect(run(failing)).resolves.toMatchObject({ verdict: 'compile-error' })
    for (const end of ['cancel', 'lose']) {
      const compiling = await worker.start({
        ...program(),
        code: `${program().code}; echo up; sleep 1000`,
      })
      await until('it compiles', () => compiling.text().includes('up'))
      if (end === 'cancel') compiling.run.cancel()
      else worker.engine.started.at(-1)?.kill()
      const { verdict } = await compiling.finished
      expect(verdict).toBe(end === 'cancel' ? 'cancelled' : 'internal-error')
    }
    await run(program('the only one'))
    await kept(1)
    expect((await run(program('the only one'))).cached).toBe(true)
  })
})

describe('input in the request', () => {
  // Input that a client sends before the program starts arrives while it is compiled.
  const code = `printf '#!/bin/sh\\nread line; echo "$line"\\n' >program; chmod +x program`
  const request = { language: 'made', code }

  it.each([
    ['of a case', { ...request, cases: [{ name: 'one', stdin: '7\n', expected: '7\n' }] }],
    ['of the run', { ...request, stdin: '7\n' }],
  ])('is %s only, whatever a client sends in the meantime', async (_which, asked) => {
    const { run, finished } = await worker.start(asked, { live: true })
    run.writeStdin(Buffer.from('8\n'))
    run.endStdin()
    const { cases, run: ran } = await finished
    expect((cases?.[0]?.run ?? ran)?.stdout).toBe('7\n')
  })
})

describe('a rebuilt image', () => {
  it('is used by the next run, and the active run keeps its own', async () => {
    const run = await worker.start({ language: 'sh', code: 'echo up; read line; exit 0' }, { live: true })
    await until('it runs', () => run.text().includes('up'))
    const labels = { [LABELS.pack]: 'sh', [LABELS.version]: '2.0' }
    const rebuilt = { id: 'sha256:sh', tags: ['sandrun/sh:latest'], labels, sizeBytes: 0 }
    vi.spyOn(worker.engine, 'listImages').mockResolvedValue([rebuilt])
    vi.spyOn(worker.engine, 'inspectImage').mockImplementation(async (tag) =>
      tag === 'sandrun/sh' ? { ...rebuilt, volumes: [], layers: [] } : null,
    )
    await worker.worker.refresh()
    const available = worker.worker.languages().flatMap(({ id, available: is }) => (is ? id : []))
    expect(available).toEqual(['sh'])
    await expect(worker.run({ language: 'sh', code: 'true' })).resolves.toMatchObject({ version: '2.0' })
    await expect(worker.run({ language: 'sh', code: 'true', version: '1.0' })).rejects.toMatchObject({
      code: 'unknown-version',
    })
    run.run.endStdin()
    await expect(run.finished).resolves.toMatchObject({ verdict: 'ok', version: '1.0' })
  })
})
