import { STDIN_WINDOW_BYTES } from '@sandrun/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sh, startWorker, type TestWorker } from '../../../test/support/process-worker.ts'
import { until } from '../../../test/support/until.ts'
import { OUTPUT_CREDIT_BYTES } from '../../run-log/output-credit.ts'

let worker: TestWorker

beforeAll(async () => {
  worker = await startWorker()
})
afterAll(() => worker[Symbol.asyncDispose]())

describe('stdin', () => {
  it('that comes before the sandbox arrives completely, with its end', async () => {
    await using held = await startWorker()
    held.engine.holds = true
    const run = await held.start(sh('cat'), { live: true })
    run.run.writeStdin(Buffer.from('early '))
    await until('its sandbox is being made', () => held.engine.held.length === 1)
    run.run.writeStdin(Buffer.from('bird'))
    run.run.endStdin()
    held.engine.held[0]?.proceed()
    await expect(run.finished).resolves.toMatchObject({ run: { stdout: 'early bird' } })
    expect(run.log.stdinTaken).toBe(10)
  })

  it('that comes before the program arrives, and so does a signal', async () => {
    const go = Promise.withResolvers<() => void>()
    // A shell delays a signal that arrives while it starts another program.
    const code = 'read line; trap "exit 7" INT; while :; do sleep 0.01; done'
    const run = await worker.start(sh(code), { live: true, begin: async () => (await go.promise)() })
    go.resolve(() => {
      run.run.writeStdin(Buffer.from('early\n'))
      run.run.signal('SIGINT')
    })
    const { verdict, run: ran } = await run.finished
    expect(verdict).toBe('runtime-error')
    expect([ran?.exitCode, ran?.signal]).toEqual(ran?.exitCode === 7 ? [7, null] : [null, 'SIGINT'])
  })

  it('that the program never reads is acknowledged at its end', async () => {
    const run = await worker.start(sh('echo up; sleep 1'), { live: true })
    run.run.writeStdin(Buffer.alloc(STDIN_WINDOW_BYTES))
    await run.finished
    expect(run.log.stdinTaken).toBe(STDIN_WINDOW_BYTES)
  })

  it('that comes for the compiler waits for the program', async () => {
    const code =
      'cat >seen; echo "cat; echo \\"compiler: $(wc -c <seen)\\"" >program; sed -i "1i#!/bin/sh" program; chmod +x program'
    const run = await worker.start({ language: 'made', code }, { live: true })
    run.run.writeStdin(Buffer.from('for the program\n'))
    run.run.endStdin()
    await expect(run.finished).resolves.toMatchObject({ run: { stdout: 'for the program\ncompiler: 0\n' } })
  })

  it('that a case never reads does not reach the next case', async () => {
    const run = await worker.start({
      ...sh('[ "$1" = skip ] || cat'),
      cases: [
        { args: ['skip'], stdin: 'x'.repeat(3 * STDIN_WINDOW_BYTES) },
        { stdin: 'mine', expected: 'mine' },
      ],
    })
    await expect(run.finished).resolves.toMatchObject({ verdict: 'accepted', cases: [{}, { verdict: 'accepted' }] })
  })

  it("is not a terminal, even if the client's terminal changes its size", async () => {
    const run = await worker.start(sh('[ -t 1 ] && echo terminal || echo pipe'), { live: true })
    run.run.resize({ cols: 132, rows: 43 })
    await expect(run.finished).resolves.toMatchObject({ run: { stdout: 'pipe\n' } })
  })

  it('and the size of a terminal that changed while it waited', async () => {
    await using held = await startWorker()
    held.engine.holds = true
    const run = await held.start({ ...sh('stty size'), tty: { cols: 80, rows: 24 } }, { live: true })
    await until('its sandbox is being made', () => held.engine.held.length === 1)
    run.run.resize({ cols: 132, rows: 43 })
    held.engine.held[0]?.proceed()
    await expect(run.finished).resolves.toMatchObject({ run: { stdout: '43 132\r\n' } })
  })
})

describe('credit', () => {
  const BYTES = 3 * OUTPUT_CREDIT_BYTES
  const flood = sh(`head -c ${BYTES} /dev/zero | tr '\\0' x; echo end >done`)

  it('blocks a program until its reader has handled the output, and loses nothing', async () => {
    const run = await worker.start(flood, { live: true })
    for (let read = 0; read < BYTES; read += OUTPUT_CREDIT_BYTES) {
      await until('the credit is used up', () => run.log.end('stdout') >= read + OUTPUT_CREDIT_BYTES)
      expect(run.log.end('stdout')).toBe(read + OUTPUT_CREDIT_BYTES)
      run.run.consumed(OUTPUT_CREDIT_BYTES)
    }
    await expect(run.finished).resolves.toMatchObject({ verdict: 'ok' })
    expect(run.log.end('stdout')).toBe(BYTES)
  })

  it('is not slowed if no client follows', async () => {
    const run = await worker.start(flood)
    await expect(run.finished).resolves.toMatchObject({ verdict: 'ok' })
    expect(run.log.end('stdout')).toBe(BYTES)
  })

  it('that a reader never grants does not delay a cancel', async () => {
    const run = await worker.start(flood, { live: true })
    await until('the credit is used up', () => run.log.end('stdout') === OUTPUT_CREDIT_BYTES)
    run.run.cancel()
    await expect(run.finished).resolves.toMatchObject({ verdict: 'cancelled' })
  })
})
