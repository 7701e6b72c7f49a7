import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunRequest } from '@sandrun/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { says, startWorker, type TestRun, type TestWorker, typesOf } from '../../../test/support/process-worker.ts'
import { until } from '../../../test/support/until.ts'

let worker: TestWorker
let folder: string

beforeEach(async () => {
  worker = await startWorker({ SANDRUN_MAX_COMPILERS: '1' })
  folder = await mkdtemp(join(tmpdir(), 'sandrun-turns-'))
})
afterEach(async () => {
  await worker[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const PROGRAM = 'printf "#!/bin/sh\\necho ran" >program; chmod +x program'

/** A program whose compiler prints `up`, and continues when the test lets it. */
const slow = (name: string): RunRequest => ({
  language: 'made',
  code: `echo up; until [ -e ${folder}/${name} ]; do sleep 0.01; done; ${PROGRAM}`,
})
const release = (name: string): Promise<void> => writeFile(join(folder, name), '')

const waits = (run: TestRun): Promise<void> =>
  until('it waits for its turn', () => run.log.events().some((event) => event.type === 'queued'))

describe('compiling', () => {
  it('takes turns: the next begins when the previous one has ended, and reports that it waits', async () => {
    const first = await worker.start(slow('first'))
    await says(first, 'up')
    const second = await worker.start(slow('second'))
    await waits(second)
    expect(typesOf(second)).toEqual(['started', 'queued'])
    expect(second.log.events().at(-1)).toMatchObject({ type: 'queued', position: 1, for: 'compiler' })
    await release('first')
    await expect(first.finished).resolves.toMatchObject({ verdict: 'ok', run: { stdout: 'ran\n' } })
    await says(second, 'up')
    await release('second')
    const result = await second.finished
    expect(result).toMatchObject({ verdict: 'ok' })
    expect(result.queuedMs).toBeGreaterThan(0)
  })

  it('takes turns by principal', async () => {
    const first = await worker.start(slow('first'))
    await says(first, 'up')
    const hers = await worker.start(slow('hers'))
    await waits(hers)
    const hersToo = await worker.start(slow('hersToo'))
    await waits(hersToo)
    const his = await worker.start(slow('his'), { owner: 'bob' })
    await waits(his)
    const positions = [his, hers, hersToo].map(({ log }) => log.events().findLast(({ type }) => type === 'queued'))
    expect(positions).toMatchObject([{ position: 1 }, { position: 2 }, { position: 3 }])
    for (const name of ['first', 'hers', 'his', 'hersToo']) await release(name)
    await Promise.all([hers.finished, his.finished, hersToo.finished])
  })

  it('does not delay a run that needs no compiling', async () => {
    const before = { language: 'made', code: PROGRAM }
    await worker.run(before)
    const first = await worker.start(slow('first'))
    await says(first, 'up')
    await expect(worker.run(before)).resolves.toMatchObject({ verdict: 'ok', cached: true })
    await expect(worker.run({ language: 'sh', code: 'echo hi' })).resolves.toMatchObject({ verdict: 'ok' })
    await release('first')
    await first.finished
  })

  it('that waits for its turn is cancelled at once, and takes no other run’s turn', async () => {
    const first = await worker.start(slow('first'))
    await says(first, 'up')
    const second = await worker.start(slow('second'))
    await waits(second)
    second.run.cancel()
    await expect(second.finished).resolves.toMatchObject({
      verdict: 'cancelled',
      message: 'Cancelled before compiling.',
    })
    await release('first')
    await first.finished
    await release('third')
    await expect(worker.run(slow('third'))).resolves.toMatchObject({ verdict: 'ok' })
  })

  it('that fails returns its turn', async () => {
    await expect(worker.run({ language: 'made', code: 'exit 1' })).resolves.toMatchObject({ verdict: 'compile-error' })
    await expect(worker.run({ language: 'made', code: PROGRAM })).resolves.toMatchObject({ verdict: 'ok' })
  })
})
