import type { RunResult } from '@sandrun/shared'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { UnavailableJobs } from '../../drivers/local/unavailable-jobs.ts'
import { NO_OTHER_GATEWAYS } from '../../ports/other-gateways.ts'
import { RecordedRun } from './recorded-run.ts'
import { RunRecords } from './run-records.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const result: RunResult = {
  id: 'a',
  language: 'c',
  version: '14',
  verdict: 'ok',
  message: '',
  warnings: [],
  warm: true,
  queuedMs: 0,
  startedAt: '2026-01-01T00:00:00.000Z',
}

function begin(records: RunRecords, id: string): RecordedRun {
  const run = new RecordedRun({ id, principal: 'ada', language: 'c' })
  records.add(run)
  return run
}

it('shows a run to its owner and to nobody else', async () => {
  const records = new RunRecords(new UnavailableJobs(null))
  const run = begin(records, 'a')
  expect(await records.find('ada', 'a')).toBe(run)
  await expect(records.find('eve', 'a')).rejects.toThrow('Unknown run.')
  await expect(records.find('eve', 'b')).rejects.toThrow('Unknown run.')
  expect((await records.list('ada', { limit: 9, after: null })).runs).toHaveLength(1)
  expect((await records.list('eve', { limit: 9, after: null })).runs).toEqual([])
})

it.each(['before', 'after'])('releases a run at its end: a cancel function that came %s it', (when) => {
  const run = begin(new RunRecords(new UnavailableJobs(null)), 'a')
  const cancel = vi.fn<() => void>()
  if (when === 'before') run.onCancel(cancel)
  run.ended(result)
  if (when === 'after') run.onCancel(cancel)
  run.cancel()
  expect(cancel).not.toHaveBeenCalled()
  expect(run.isCancelled).toBe(true)
})

it('forgets a run two minutes after its end, not before', async () => {
  const records = new RunRecords(new UnavailableJobs(null))
  const run = begin(records, 'a')
  vi.advanceTimersByTime(600_000)
  run.ended(result)
  records.retain(run)
  vi.advanceTimersByTime(119_000)
  expect((await records.find('ada', 'a')).record()).toMatchObject({ state: 'ended', result })
  vi.advanceTimersByTime(1001)
  await expect(records.find('ada', 'a')).rejects.toThrow('Unknown run.')
})

it('forgets the oldest if all together take too much memory', async () => {
  const records = new RunRecords(new UnavailableJobs(null))
  const big = { stdout: 'x'.repeat(70 * 2 ** 20), stderr: '' }
  for (const id of ['a', 'b', 'c']) {
    const run = begin(records, id)
    const usage = { exitCode: 0, signal: null, wallMs: 1, cpuMs: 1, memoryKb: 1, memorySource: 'rss' as const }
    run.ended({ ...result, id, run: { ...big, ...usage, truncated: { stdout: 0, stderr: 0 } } })
    records.retain(run)
  }
  await expect(records.find('ada', 'a')).rejects.toThrow('Unknown run.')
  expect((await records.find('ada', 'b')).record().id).toBe('b')
  expect((await records.find('ada', 'c')).record().id).toBe('c')
})

it('asks other gateways for one record of a principal at a time', async () => {
  const waiting: (() => void)[] = []
  const askAll = vi.fn<() => Promise<[]>>(async () => {
    await new Promise<void>((resolve) => {
      waiting.push(resolve)
    })
    return []
  })
  const gateways = { ...NO_OTHER_GATEWAYS, askAll }
  const records = new RunRecords(new UnavailableJobs(null), gateways)
  const found = ['a', 'b', 'c'].map((id) => records.findAnywhere('ada', id).catch(String))
  const other = records.findAnywhere('eve', 'a').catch(String)
  await vi.waitFor(() => expect(askAll).toHaveBeenCalledTimes(2))
  for (const count of [3, 4]) {
    waiting.shift()?.()
    await vi.waitFor(() => expect(askAll.mock.calls.length).toBeGreaterThanOrEqual(count))
    if (count === 3) waiting.shift()?.()
  }
  waiting.splice(0).forEach((resolve) => resolve())
  expect(new Set(await Promise.all([...found, other])).size).toBe(1)
})
