import { randomUUID } from 'node:crypto'
import type { RunRequest, RunResult } from '@sandrun/shared'
import { describe, expect, it } from 'vitest'
import type { Caps } from '../../src/model/caps.ts'
import type { RunHandle, RunHost, StartedFacts } from '../../src/ports/run-host.ts'
import { RunLog } from '../../src/run-log/run-log.ts'
import { principal } from '../support/principal.ts'
import { until } from '../support/until.ts'

export interface HostUnderTest {
  host: RunHost
  caps: Caps
}

const ada = principal('ada')
const sh = (code: string): RunRequest => ({ language: 'sh', code })

/**
 * The contract between submitters and whatever carries out their runs. `given` has `sh`, and room for one run at a
 * time.
 */
export function runHostContract(name: string, given: () => HostUnderTest): void {
  const start = async (
    request: RunRequest,
    begin: (started: StartedFacts) => Promise<void> = async () => {},
  ): Promise<{ id: string; run: RunHandle; log: RunLog; finished: Promise<RunResult> }> => {
    const { host, caps } = given()
    const id = randomUUID()
    const log = new RunLog()
    const prepared = await host.prepare({ request, principal: ada, caps, live: true })
    return { id, log, ...prepared.start({ id, log, begin }) }
  }

  describe(`${name}, as a host of runs`, () => {
    it('knows its languages, and refuses what it can’t run before anything starts', async () => {
      const { host, caps } = given()
      expect(host.languages()).toContainEqual(expect.objectContaining({ id: 'sh', available: true }))
      await expect(host.check(sh('true'), ada)).resolves.toBe('sh')
      const unknown = { language: 'no-such-language', code: '' }
      const refusal = { code: 'unknown-language' }
      await expect(host.check(unknown, ada)).rejects.toMatchObject(refusal)
      const order = { request: unknown, principal: ada, caps, live: false }
      await expect(host.prepare(order)).rejects.toMatchObject(refusal)
    })

    it('begins a run once its last step is taken, and records it in the log', async () => {
      const facts: StartedFacts[] = []
      const { id, run, log, finished } = await start(sh('echo hello'), async (started) => {
        expect(log.events()).toEqual([])
        facts.push(started)
      })
      expect(run.id).toBe(id)
      await expect(finished).resolves.toMatchObject({ id, language: 'sh', verdict: 'ok', run: { stdout: 'hello\n' } })
      expect(facts).toMatchObject([{ language: 'sh', network: 'none' }])
      expect(log.events().map(({ type }) => type)).toEqual(['started', 'phase', 'output'])
    })

    it('does not start a program whose last step was refused, and has room for the next', async () => {
      const refusal = new Error('It has begun before.')
      const refused = await start(sh('echo never'), () => Promise.reject(refusal))
      await expect(refused.finished).rejects.toBe(refusal)
      expect(refused.log.events()).toEqual([])
      const { finished } = await start(sh('true'))
      await expect(finished).resolves.toMatchObject({ verdict: 'ok' })
    })

    it('keeps messages that come before the program, and drops those after its end', async () => {
      const { run, finished } = await start(sh('cat'))
      run.writeStdin(Buffer.from('early'))
      run.endStdin()
      await expect(finished).resolves.toMatchObject({ verdict: 'ok', run: { stdout: 'early' } })
      run.writeStdin(Buffer.from('late'))
      run.endStdin()
      run.signal('SIGINT')
      run.resize({ cols: 80, rows: 24 })
      run.consumed(4)
      run.cancel()
    })

    it('gives each run its own token', async () => {
      const runs = [await start(sh('true')), await start(sh('true'))]
      await Promise.all(runs.map(({ finished }) => finished))
      const tokens = runs.map(({ run }) => run.resumeToken)
      expect(new Set(tokens).size).toBe(2)
      for (const token of tokens) expect(token).toMatch(/^[\w-]{32,}$/)
    })

    it('ends a cancelled run, whether it is queued or active', async () => {
      const running = await start(sh('echo up; sleep 1000'))
      await until('it runs', () => running.log.events().some(({ type }) => type === 'output'))
      const waiting = await start(sh('echo never'))
      await until('it waits', () => waiting.log.events().some(({ type }) => type === 'queued'))
      waiting.run.cancel()
      await expect(waiting.finished).resolves.toMatchObject({ verdict: 'cancelled' })
      expect(waiting.log.events().some(({ type }) => type === 'started')).toBe(false)
      running.run.cancel()
      await expect(running.finished).resolves.toMatchObject({ verdict: 'cancelled', run: { stdout: 'up\n' } })
    })

    it('cancels active runs when it closes, and waits for them', async () => {
      const { log, finished } = await start(sh('echo up; sleep 1000'))
      await until('it runs', () => log.events().some(({ type }) => type === 'output'))
      let over = false
      const ended = finished.finally(() => (over = true))
      await given().host.close()
      expect(over).toBe(true)
      await expect(ended).resolves.toMatchObject({ verdict: 'cancelled' })
    })
  })
}
