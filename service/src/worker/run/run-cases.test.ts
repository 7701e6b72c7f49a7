import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RunRequest } from '@sandrun/shared'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Metrics } from '../../telemetry/metrics.ts'
import { ProcessEngine } from '../../drivers/process/process-engine.ts'
import { processEngine } from '../../../test/support/process-engine.ts'
import { says, sh, startWorker, type TestRun, type TestWorker } from '../../../test/support/process-worker.ts'
import { until } from '../../../test/support/until.ts'

beforeEach(async () => {
  const info = await processEngine().info()
  vi.spyOn(ProcessEngine.prototype, 'info').mockResolvedValue({ ...info, cpus: 2 })
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** A worker with two processors, in which two sandboxes of this language are warm. */
async function startWarm(language = 'sh', environment: Record<string, string> = {}): Promise<TestWorker> {
  const observe = vi.spyOn(Metrics.prototype, 'observe')
  const worker = await startWorker({ SANDRUN_WARM: 'used', ...environment })
  const running = observe.mock.lastCall?.[0].running
  const code = 'printf "#!/bin/sh" >program; chmod +x program'
  for (let run = 0; run < 3; run++) await worker.run({ language, code })
  await until('two are warm', () => worker.pool.warmCount(language) >= 2)
  await until('no other takes a processor', () => running?.() === 0)
  return worker
}

/** A program that makes a folder named by its stdin, which fails the second time, and then runs `rest`. */
const once = (folder: string, rest = ''): Pick<RunRequest, 'language' | 'code'> =>
  sh(`read name; mkdir ${folder}/$name && echo "$name"; ${rest}`)

const named = (count: number): { stdin: string; expected: string }[] =>
  Array.from({ length: count }, (_, index) => ({ stdin: `${index}\n`, expected: String(index) }))

const indices = ({ log }: TestRun): number[] =>
  log.events().flatMap((event) => (event.type === 'case' ? event.index : []))

/** The second case and the third wait for each other, so that both can end only at the same time. */
const MEET = (folder: string): string =>
  `case $name in
    1) until [ -e ${folder}/2 ]; do sleep 0.01; done;;
    2) until [ -e ${folder}/1 ]; do sleep 0.01; done;;
  esac`

describe('cases', () => {
  it('run at the same time in a sandbox that is free, each once, with results in order', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'sandrun-cases-'))
    await using worker = await startWarm()
    const run = await worker.start({ ...once(folder.path, MEET(folder.path)), cases: named(20) })
    const result = await run.finished
    expect(result).toMatchObject({ verdict: 'accepted', message: '20 of 20 cases passed.' })
    expect(result.cases?.map(({ name }) => name)).toEqual(named(20).map((_, index) => String(index + 1)))
    expect(indices(run)).toEqual(named(20).map((_, index) => index))
    expect(readdirSync(folder.path)).toHaveLength(20)
  })

  it('run with the compiled program in both', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'sandrun-cases-'))
    await using worker = await startWarm('made')
    const made = (code: string): RunRequest => ({
      language: 'made',
      code: `cat >program <<'END'\n#!/bin/sh\n${code}\nEND\nchmod +x program`,
    })
    const { code } = once(folder.path, MEET(folder.path))
    const result = await worker.run({ ...made(code ?? ''), cases: named(20) })
    expect(result).toMatchObject({ verdict: 'accepted', message: '20 of 20 cases passed.' })
  })

  it('run in one sandbox when the run ends at the first failure, or has few', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'sandrun-cases-'))
    await using worker = await startWarm()
    const here = sh(`pwd >>${folder.path}/places; exit 1`)
    await worker.run({ ...here, cases: named(20), stopAtFirstFailure: true })
    await worker.run({ ...here, cases: named(8) })
    const places = readFileSync(join(folder.path, 'places'), 'utf8').trim().split('\n')
    expect(places).toHaveLength(9)
    expect(new Set(places).size).toBe(2)
  })

  it('are all cancelled', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'sandrun-cases-'))
    await using worker = await startWarm()
    const waits = '[ $name = 0 ] || while :; do sleep 0.01; done'
    const run = await worker.start({ ...once(folder.path, waits), cases: named(20) })
    await until('two run', () => readdirSync(folder.path).length === 3)
    run.run.cancel()
    const result = await run.finished
    expect(result).toMatchObject({
      verdict: 'cancelled',
      message: expect.stringMatching(/^Cancelled after \d+ cases\.$/),
    })
    expect(readdirSync(folder.path)).toHaveLength(3)
  })

  it('all get a signal', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'sandrun-cases-'))
    await using worker = await startWarm()
    const waits = 'case $name in 1|2) trap "exit 3" INT; while :; do sleep 0.01; done;; esac'
    const run = await worker.start({ ...once(folder.path, waits), cases: named(20) })
    await until('two run', () => readdirSync(folder.path).length === 3)
    // A shell may not have its trap yet.
    const again = setInterval(() => run.run.signal('SIGINT'), 20)
    const result = await run.finished.finally(() => clearInterval(again))
    expect(result.cases?.slice(1, 3).map(({ verdict }) => verdict)).toEqual(['runtime-error', 'runtime-error'])
    expect(result.cases).toHaveLength(20)
  })

  // Nothing ends a program whose agent is killed, so it ends with the folder of its test.
  it('go on in the first sandbox when the other is lost', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'sandrun-cases-'))
    await using worker = await startWarm()
    const waits = `case $name in
      1) until [ -e ${folder.path}/go ]; do sleep 0.01; done;;
      2) echo $PPID >${folder.path}/agent; while [ -e ${folder.path} ]; do sleep 0.01; done;;
    esac`
    const run = await worker.start({ ...once(folder.path, waits), cases: named(20) })
    const agent = join(folder.path, 'agent')
    await until('two run', () => existsSync(agent) && readFileSync(agent, 'utf8').endsWith('\n'))
    process.kill(Number(readFileSync(agent, 'utf8')), 'SIGKILL')
    mkdirSync(join(folder.path, 'go'))
    const result = await run.finished
    expect(result.cases).toHaveLength(20)
    expect(result.cases?.filter(({ verdict }) => verdict !== 'accepted')).toHaveLength(1)
  })

  it('go on in the other sandbox when the first is lost', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'sandrun-cases-'))
    await using worker = await startWarm()
    const { code } = once(
      folder.path,
      `case $name in
        1) echo $PPID >${folder.path}/agent; while [ -e ${folder.path} ]; do sleep 0.01; done;;
        2) until [ -e ${folder.path}/go ]; do sleep 0.01; done;;
      esac`,
    )
    const run = await worker.start({ ...sh(code ?? ''), cases: named(20) })
    const agent = join(folder.path, 'agent')
    await until('two run', () => existsSync(join(folder.path, '2')) && existsSync(agent))
    await until('it is written', () => readFileSync(agent, 'utf8').endsWith('\n'))
    process.kill(Number(readFileSync(agent, 'utf8')), 'SIGKILL')
    await until('the first is lost', () => indices(run).includes(1))
    mkdirSync(join(folder.path, 'go'))
    const result = await run.finished
    expect(result.cases?.map(({ verdict }) => verdict)).toEqual(
      named(20).map((_, index) => (index === 1 ? 'internal-error' : 'accepted')),
    )
  })

  it('leave the processor to another run', async () => {
    await using folder = await mkdtempDisposable(join(tmpdir(), 'sandrun-cases-'))
    await using worker = await startWarm()
    const { code } = once(folder.path, `[ $name != 2 ] || until [ -e ${folder.path}/go ]; do sleep 0.01; done`)
    const places = join(folder.path, 'places')
    const run = await worker.start({ ...sh(`pwd >>${places}\n${code}`), cases: named(100) })
    await until('the second sandbox runs one', () => existsSync(join(folder.path, '2')))
    const other = await worker.start(sh('echo here; read line'), { owner: 'eve', live: true })
    await says(other, 'here')
    mkdirSync(join(folder.path, 'go'))
    await expect(run.finished).resolves.toMatchObject({ verdict: 'accepted', message: '100 of 100 cases passed.' })
    const [first, ...others] = readFileSync(places, 'utf8').trim().split('\n')
    expect(others.filter((place) => place !== first)).toHaveLength(1)
    other.run.endStdin()
    await other.finished
  })
})
