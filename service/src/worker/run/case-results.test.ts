import type { CaseResult } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { RunLog } from '../../run-log/run-log.ts'
import { CaseResults } from './case-results.ts'
import { OutputTotal } from './output-total.ts'

function result(name: string, output = ''): CaseResult {
  const run = {
    stdout: output,
    stderr: '',
    exitCode: 0,
    signal: null,
    wallMs: 1,
    cpuMs: 1,
    memoryKb: 1,
    memorySource: 'rss' as const,
    truncated: { stdout: 0, stderr: 0 },
  }
  return { name, verdict: 'ok', message: '', run }
}

it('writes results in order, and keeps those that wait for an earlier one', async () => {
  const log = new RunLog()
  const results = new CaseResults(log, new OutputTotal())
  await results.add(2, result('c'))
  await results.add(1, result('b'))
  expect(await results.all()).toEqual([])
  await results.add(0, result('a'))
  expect((await results.all()).map(({ name }) => name)).toEqual(['a', 'b', 'c'])
  expect(log.events().map((event) => (event.type === 'case' ? event.index : null))).toEqual([0, 1, 2])
})

it('is full of many results that wait, or of long ones, until they are written', async () => {
  const many = new CaseResults(new RunLog(), new OutputTotal())
  for (let index = 1; index <= 15; index++) await many.add(index, result('short'))
  expect(many.isFull).toBe(false)
  await many.add(16, result('short'))
  expect(many.isFull).toBe(true)
  const long = new CaseResults(new RunLog(), new OutputTotal())
  await long.add(1, result('long', 'x'.repeat(2 ** 24)))
  expect(long.isFull).toBe(true)
  await long.add(0, result('first'))
  expect(long.isFull).toBe(false)
})
