import { expect, it } from 'vitest'
import { OUTPUT_CREDIT_BYTES } from '../../run-log/output-credit.ts'
import { OutputCredit } from './credit.ts'

it('grants consumed bytes, each once, in pieces of at least a quarter of the window', () => {
  const granted: number[] = []
  const credit = new OutputCredit((bytes) => granted.push(bytes))
  const quarter = OUTPUT_CREDIT_BYTES / 4
  credit.consumed(quarter - 1)
  expect(granted).toEqual([])
  credit.consumed(1)
  credit.consumed(quarter - 1)
  credit.consumed(10)
  credit.consumed(2 * quarter)
  expect(granted).toEqual([quarter, quarter + 9, 2 * quarter])
})
