import { expect, test } from 'vitest'
import { movingLine } from './step-line.mjs'

const step = (title: string, latest: string, usually?: number) => ({
  title,
  latest,
  usually,
  started: 0,
})

test('shows the progress of a step, and how long it usually takes', () => {
  expect(movingLine([step('Docker', 'apt-get update', 30)], { columns: 80, frame: 0, now: 1000 })).toBe(
    '⠋ Docker 1.0 s of about 30 s apt-get update',
  )
})

test('shows parallel steps in one line, each in its place', () => {
  const line = movingLine([step('Docker', 'x'.repeat(200)), step('Node 24', 'npm install')], {
    columns: 60,
    frame: 1,
    now: 1000,
  })
  expect(line).toContain('Docker 1.0 s xx')
  expect(line).toContain(' · Node 24 1.0 s npm install')
  expect(line.length).toBeLessThan(60)
})
