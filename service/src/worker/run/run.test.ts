import { SandrunError } from '@sandrun/shared'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sh, startWorker, type TestWorker, typesOf } from '../../../test/support/process-worker.ts'
import { until } from '../../../test/support/until.ts'

let worker: TestWorker

beforeAll(async () => {
  worker = await startWorker()
})
afterAll(() => worker[Symbol.asyncDispose]())

describe('a run', () => {
  it('is reported in order, with a result that has its output', async () => {
    const run = await worker.start({ ...sh('echo "$1"; echo err >&2; exit 3'), args: ['out'] })
    const result = await run.finished
    expect(result).toMatchObject({
      id: run.run.id,
      language: 'sh',
      version: '1.0',
      verdict: 'runtime-error',
      warm: false,
      run: { exitCode: 3, signal: null, stdout: 'out\n', stderr: 'err\n' },
    })
    expect(typesOf(run)).toEqual(['started', 'phase', 'output', 'output'])
  })

  it('compiles first, and the program gets the compiler’s files', async () => {
    const code = 'echo compiling; printf "#!/bin/sh\\necho made" >program; chmod +x program'
    const run = await worker.start({ language: 'made', code })
    await expect(run.finished).resolves.toMatchObject({
      verdict: 'ok',
      compile: { exitCode: 0, stdout: 'compiling\n' },
      run: { stdout: 'made\n' },
    })
    const phases = run.log.events().flatMap((event) => (event.type === 'phase' ? event.name : []))
    expect(phases).toEqual(['compile', 'run'])
  })

  it('of a missing image never begins', async () => {
    const images = vi.spyOn(worker.engine, 'inspectImage').mockResolvedValue(null)
    vi.spyOn(worker.engine, 'listImages').mockResolvedValue([])
    await worker.worker.refresh()
    await expect(worker.run(sh('true'))).rejects.toMatchObject({ code: 'image-missing' })
    vi.restoreAllMocks()
    expect(images).toBeDefined()
    await worker.worker.refresh()
    await expect(worker.run(sh('true'))).resolves.toMatchObject({ verdict: 'ok' })
  })

  it('warns of a file that the compiled program replaces, unless the file is a program', async () => {
    const main = { path: 'main', content: 'printf "#!/bin/sh\\necho made" >program; chmod +x program' }
    const withFile = (path: string, content: string) =>
      worker.run({ language: 'made', files: [main, { path, content }], entry: 'main' })
    await expect(withFile('program', 'mine')).resolves.toMatchObject({
      run: { stdout: 'made\n' },
      warnings: ['The compiled program replaces your file "program".'],
    })
    await expect(withFile('program', '\x7fELF')).resolves.toMatchObject({ warnings: [] })
    await expect(withFile('other', 'mine')).resolves.toMatchObject({ warnings: [] })
  })
})

describe('a program that can’t run', () => {
  it('does not run if it does not compile', async () => {
    const run = await worker.start({ language: 'made', code: 'echo "no such word" >&2; exit 1' })
    const result = await run.finished
    expect(result).toMatchObject({ verdict: 'compile-error', compile: { exitCode: 1, stderr: 'no such word\n' } })
    expect(result.run).toBeUndefined()
  })

  it('is reported if compiling left no program', async () => {
    const result = await worker.run({ language: 'made', code: 'true' })
    expect(result).toMatchObject({ verdict: 'compile-error', message: expect.stringContaining('left no program') })
    expect(result.run).toBeUndefined()
  })

  it.each([{}, { cases: [{}, {}] }, { cache: false }])(
    'is reported if it would find another program’s files: %j',
    async (how) => {
      const request = { language: 'read', code: 'true', compileArgs: ['-o', 'other'], ...how }
      const result = await worker.run(request)
      expect(result).toMatchObject({
        verdict: 'compile-error',
        message: 'Compiling left no program to start: the compile arguments "-o other" do not put it at made.',
        compile: { exitCode: 0 },
      })
      expect(result.run).toBeUndefined()
    },
  )

  it('is reported with the command that could not be started', async () => {
    await expect(worker.run({ language: 'gone', code: 'x' })).resolves.toMatchObject({
      verdict: 'runtime-error',
      message: expect.stringContaining('/no/such/interpreter'),
    })
  })
})

describe('limits', () => {
  it.each([
    ['of time', 'wall-limit', 'sleep 100', { wallMs: 50 }],
    ['of a file', 'disk-limit', 'head -c 2000000 /dev/zero >big', { fileMb: 1 }],
  ])('%s end it', async (_what, verdict, code, limits) => {
    await expect(worker.run({ ...sh(code), limits })).resolves.toMatchObject({ verdict })
  })

  it('of output cut the stored output, and end the program on request', async () => {
    const request = { ...sh('head -c 5000 /dev/zero | tr "\\0" x; echo; echo end'), limits: { outputKb: 1 } }
    const kept = await worker.run(request)
    expect(kept).toMatchObject({ verdict: 'ok', run: { truncated: { stdout: 5005 - 1024 } } })
    const forever = { ...sh('while :; do echo x; done'), limits: { outputKb: 1 }, onOutputLimit: 'stop' as const }
    await expect(worker.run(forever)).resolves.toMatchObject({ verdict: 'output-limit' })
  })

  it('that the engine can’t set cause a warning, and an engine that does not answer ends the run', async () => {
    const update = vi.fn<() => Promise<void>>().mockRejectedValue(new SandrunError('sandbox-failed', 'Docker refused.'))
    const compiled = {
      language: 'made',
      code: 'echo "exit 0" >program; chmod +x program',
      compileLimits: { memoryMb: 99 },
    }
    worker.engine.onStart = (started) => Object.assign(started, { update })
    await expect(worker.run({ ...compiled, cache: false })).resolves.toMatchObject({
      verdict: expect.stringMatching(/ok|runtime-error/),
      warnings: expect.arrayContaining([expect.stringMatching(/Can't set the memory limit of \d+ MB/)]),
    })
    update.mockRejectedValue(new SandrunError('docker-unavailable', 'Docker does not answer.'))
    await expect(worker.run({ ...compiled, cache: false })).rejects.toMatchObject({
      code: 'docker-unavailable',
    })
    worker.engine.onStart = () => {}
    await until('its sandbox is gone', () => worker.engine.started.every(({ isAlive }) => !isAlive))
  })
})

describe('beginning', () => {
  it('that is refused at the last step starts nothing, and frees the place', async () => {
    await using small = await startWorker({ SANDRUN_MAX_SANDBOXES: '1' })
    const refusal = new Error('It has begun before.')
    const run = await small.start(sh('echo never'), {
      begin: async () => {
        throw refusal
      },
    })
    await expect(run.finished).rejects.toBe(refusal)
    expect(typesOf(run)).toEqual([])
    await expect(small.run(sh('true'))).resolves.toMatchObject({ verdict: 'ok' })
  })

  it('that fails at the engine frees the place', async () => {
    await using small = await startWorker({ SANDRUN_MAX_SANDBOXES: '1' })
    small.engine.refusal = new SandrunError('sandbox-failed', 'Docker refused.')
    await expect(small.run(sh('true'))).rejects.toMatchObject({ code: 'sandbox-failed' })
    small.engine.refusal = null
    await expect(small.run(sh('true'))).resolves.toMatchObject({ verdict: 'ok' })
  })
})
