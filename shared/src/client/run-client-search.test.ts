import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { resumable, result, welcome } from './fake-transport.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }))
afterEach(() => void vi.useRealTimers())

describe("a lost run of a cluster that can't reach Redis", () => {
  it('is restored later when the service could not look for the run, with the control messages', async () => {
    const { transports, client } = await resumable()
    const states: string[] = []
    const run = client.run({ language: 'c' }, { connection: (state) => states.push(state) })
    transports[0]?.say({ type: 'accepted', runId: 'r', resumeToken: 't' })
    transports[0]?.close()
    run.signal('SIGINT')
    transports[1]?.say(welcome)
    await vi.advanceTimersByTimeAsync(0)
    transports[1]?.say({ type: 'error', code: 'cluster-unavailable', message: 'gone', retryable: true })
    await vi.advanceTimersByTimeAsync(2000)
    transports[2]?.say(welcome)
    await vi.advanceTimersByTimeAsync(0)
    expect(transports[2]?.messages('attach')).toHaveLength(1)
    expect(transports[2]?.messages('signal')).toHaveLength(1)
    transports[2]?.say({ type: 'attached', state: 'running', stdinOffset: 0 })
    transports[2]?.say({ type: 'exit', result })
    await expect(run.result).resolves.toEqual(result)
    expect(states).toEqual(['lost', 'resumed'])
  })

  it('fails when the service could not look for the run for too long', async () => {
    const { transports, client } = await resumable()
    const { result: failed } = client.run({ language: 'c' })
    const outcome = failed.catch((error: unknown) => error)
    transports[0]?.say({ type: 'accepted', runId: 'r', resumeToken: 't' })
    transports[0]?.close()
    for (let attempt = 1; attempt < transports.length; attempt++) {
      transports[attempt]?.say(welcome)
      await vi.advanceTimersByTimeAsync(0)
      transports[attempt]?.say({ type: 'error', code: 'cluster-unavailable', message: 'gone', retryable: true })
      await vi.advanceTimersByTimeAsync(2000)
    }
    expect(await outcome).toMatchObject({ code: 'connection-lost' })
    expect(transports).toHaveLength(17)
  })
})
