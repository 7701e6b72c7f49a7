import { SandrunError, VERDICTS } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { describe as describeState, wordsFor } from './words.ts'

it.each([
  ['zh', '运行'],
  ['zh-CN', '运行'],
  ['zh-Hans-SG', '运行'],
  ['zh-TW', 'Run'],
  ['zh-Hant', 'Run'],
  ['en-GB', 'Run'],
  ['', 'Run'],
])('for the language %j the button says %s', (tag, label) => {
  expect(wordsFor(tag).run).toBe(label)
})

it('has its own word for each verdict, in each language', () => {
  for (const tag of ['en', 'zh']) {
    const words = VERDICTS.map((verdict) => wordsFor(tag).verdict(verdict))
    expect(new Set(words).size).toBe(VERDICTS.length)
  }
})

it('says why a program did not run: in Chinese if it can, else in the words of the service', () => {
  const refused = new SandrunError('origin-refused', 'Pages of https://a.example may not use this service.')
  const detailIn = (tag: string, error: SandrunError): string =>
    describeState({ name: 'failed', error }, wordsFor(tag)).detail
  expect(detailIn('en', refused)).toBe(
    'Pages of https://a.example may not use this service. The operator can allow it with SANDRUN_ORIGINS.',
  )
  expect(detailIn('zh', refused)).toMatch(/^此服务不允许.*SANDRUN_ORIGINS/)
  expect(detailIn('zh', new SandrunError('limit-too-high', 'Too much.'))).toContain('Too much.')
})
