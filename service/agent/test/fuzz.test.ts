import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { Random } from './fuzz/random.ts'
import { fatalStream, refusedStream } from './fuzz/streams.ts'
import { buildTarget, Target } from './fuzz/target.ts'

/** Another seed makes other inputs. */
const SEED = Number(process.env['SANDRUN_FUZZ_SEED'] ?? 1)

/** Each test sends more than its usual number of streams, until this time has passed. */
const BUDGET_MS = Number(process.env['SANDRUN_FUZZ_SECONDS'] ?? 0) * 1000

/** Thousands of processes take a while on a busy machine. */
const TIMEOUT_MS = 300_000 + BUDGET_MS

/** A hundred thousand together. Those that end their agent cost a process each. */
const FATAL = 3000
const REFUSED = 97_000
const AT_ONCE = 4

let binary = ''
beforeAll(() => {
  binary = buildTarget()
}, 120_000)

function workDirectory(): string {
  const work = mkdtempSync(join(tmpdir(), 'sandrun-fuzz-'))
  onTestFinished(() => rmSync(work, { recursive: true }))
  return work
}

/** Does `count` things, and more while there is time, some at once. `worker` is the number of the parallel worker. */
async function share(count: number, task: (index: number, worker: number) => Promise<void>): Promise<void> {
  let next = 0
  const until = performance.now() + BUDGET_MS
  const work = async (worker: number): Promise<void> => {
    for (let index = next++; index < count || performance.now() < until; index = next++) await task(index, worker)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, (_, worker) => work(worker)))
}

describe('a malformed stream', () => {
  it(`ends the agent only by a protocol error: ${FATAL} of them`, { timeout: TIMEOUT_MS }, async () => {
    const work = workDirectory()
    await share(FATAL, async (index) => {
      const stream = fatalStream(new Random(SEED * 1_000_003 + index))
      const target = new Target(binary, work)
      target.throw(stream)
      // Its stdin stays open, so it has to end on its own.
      const ending = await target.ended
      // Seed and index are enough to repeat a stream.
      const place = `seed ${SEED}, stream ${index}`
      expect(ending, `at ${place}`).toEqual({ code: 70, signal: null, log: '' })
      const failures = target.frames.filter(({ type }) => type === 'failed')
      expect(failures, `at ${place}`).toMatchObject([{ phase: null, code: 'protocol-error' }])
      expect(target.frames.at(-1), `at ${place}`).toBe(failures[0])
    })
  })

  it(
    `with invalid requests gets errors, and the agent continues: ${REFUSED} of them`,
    { timeout: TIMEOUT_MS },
    async () => {
      const work = workDirectory()
      const targets = Array.from({ length: AT_ONCE }, () => new Target(binary, work))
      const randoms = targets.map((_, worker) => new Random(SEED * 7919 + worker))
      const early: Target['holds'][] = []
      const counts = targets.map(() => 0)
      await share(REFUSED, async (_index, worker) => {
        const [target, random] = [targets[worker], randoms[worker]]
        if (target === undefined || random === undefined) throw new Error('no such worker')
        const stream = refusedStream(random)
        target.throw(stream)
        const failed = await target.next('failed')
        const count = (counts[worker] = (counts[worker] ?? 0) + 1)
        if (failed === null || !['path-refused', 'not-found'].includes(failed.code)) {
          const ending = JSON.stringify(failed ?? (await target.ended))
          throw new Error(`seed ${SEED}, ${worker}/${count}: ${ending} after ${stream.toString('hex')}`)
        }
        if (count === 2000) early[worker] = target.holds
      })
      for (const [worker, target] of targets.entries()) {
        const before = early[worker]
        target.throw(Buffer.from('0900000004cafecafe0b0000000100', 'hex'))
        expect(await target.next('reset-done')).toMatchObject({ ok: true })
        const after = target.holds
        expect(after).toMatchObject({ files: before?.files, children: 0 })
        expect(after.memory - (before?.memory ?? 0), 'KiB it has grown by').toBeLessThan(4096)
        target.hangUp()
        expect(await target.ended).toEqual({ code: 0, signal: null, log: '' })
      }
      expect(execFileSync('find', [work, '-type', 'f'], { encoding: 'utf8' })).toBe('')
    },
  )

  it('that is cut off ends the agent without an error', { timeout: TIMEOUT_MS }, async () => {
    const work = workDirectory()
    await share(100, async (index) => {
      const random = new Random(SEED * 31 + index)
      const target = new Target(binary, work)
      const whole = refusedStream(random)
      target.throw(whole.subarray(0, random.below(whole.length)))
      target.hangUp()
      expect(await target.ended, `seed ${SEED}, stream ${index}`).toEqual({ code: 0, signal: null, log: '' })
    })
  })
})
