import { randomUUID } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { type RunRequest, type RunResult, toBytes } from '@sandrun/shared'
import { type ComposedWorker, composeWorker } from '../../src/compose/worker.ts'
import { Drain } from '../../src/health/drain.ts'
import type { RunHandle, StartedFacts } from '../../src/ports/run-host.ts'
import { RunLog } from '../../src/run-log/run-log.ts'
import { readConfig } from '../../src/settings/environment.ts'
import { Metrics } from '../../src/telemetry/metrics.ts'
import { principal } from './principal.ts'
import { processEngine, type TestEngine } from './process-engine.ts'
import { TEST_LANGUAGES, writeTestLanguages } from './test-languages.ts'
import { until } from './until.ts'

/** A run, and what is known about it. */
export interface TestRun {
  run: RunHandle
  log: RunLog
  finished: Promise<RunResult>
  /** Its output so far. */
  text(): string
}

interface RunOptions {
  live?: boolean
  owner?: string
  begin?: (started: StartedFacts) => Promise<void>
}

/** A worker with real agents. */
export interface TestWorker extends ComposedWorker, AsyncDisposable {
  engine: TestEngine
  start(request: RunRequest, options?: RunOptions): Promise<TestRun>
  /** The first half of `start`; returns the other half. */
  prepare(request: RunRequest, options?: RunOptions): Promise<() => TestRun>
  /** The result of a run. */
  run(request: RunRequest, options?: RunOptions): Promise<RunResult>
  /** The number of compiled programs kept. */
  compiled(): number
}

export async function startWorker(
  environment: Record<string, string> = {},
  engine = processEngine(Object.keys(TEST_LANGUAGES)),
): Promise<TestWorker> {
  const folder = await mkdtemp(join(tmpdir(), 'sandrun-worker-'))
  await writeTestLanguages(join(folder, 'languages'))
  const config = readConfig({
    SANDRUN_LANGUAGES_DIR: join(folder, 'languages'),
    SANDRUN_STATE_DIR: join(folder, 'state'),
    SANDRUN_COMPILE_CACHE_DIR: join(folder, 'compiled'),
    SANDRUN_INSTANCE: 'test',
    SANDRUN_WARM: 'none',
    ...environment,
  })
  const parts = { config, engine, drain: new Drain(), metrics: new Metrics(), log: pino({ level: 'silent' }) }
  const composed = await composeWorker(parts).catch(async (error: unknown) => {
    await rm(folder, { recursive: true })
    throw error
  })
  const prepare: TestWorker['prepare'] = async (request, options = {}) => {
    const { live = false, owner = 'ada', begin = async () => {} } = options
    const prepared = await composed.worker.prepare({ request, principal: principal(owner), caps: composed.caps, live })
    return () => {
      const runLog = new RunLog()
      const started = prepared.start({ id: randomUUID(), log: runLog, begin })
      const text = (): string =>
        runLog
          .events()
          .map((event) => (event.type === 'output' ? Buffer.from(toBytes(event.content)).toString() : ''))
          .join('')
      return { ...started, log: runLog, text }
    }
  }
  const start: TestWorker['start'] = async (...order) => (await prepare(...order))()
  return {
    ...composed,
    engine,
    prepare,
    start,
    run: async (...order) => (await start(...order)).finished,
    compiled() {
      const { compileCacheDir } = config
      return existsSync(compileCacheDir) ? readdirSync(compileCacheDir).filter((name) => !name.includes('.')).length : 0
    },
    [Symbol.asyncDispose]: async () => {
      await composed.close(Promise.resolve())
      await rm(folder, { recursive: true })
    },
  }
}

export const sh = (code: string): { language: string; code: string } => ({ language: 'sh', code })

/** The events of a run, by type, in order. */
export const typesOf = ({ log }: TestRun): string[] => log.events().map(({ type }) => type)

/** Waits until the program has written this. */
export const says = (run: TestRun, text: string): Promise<void> =>
  until(`the program says ${text}`, () => run.text().includes(text))
