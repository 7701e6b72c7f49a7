import { expect, it } from 'vitest'
import { escapeJson, escapeTexts } from './log-text.ts'

const UNSAFE = 'a\x7f\x85\x9b\u2028\u2029\u202e\u2066b\u00e9\u{1f600}'
const SHOWN = String.raw`a\u007f\u0085\u009b\u2028\u2029\u202e\u2066b` + '\u00e9\u{1f600}'

it('escapes what a reader may take for a line end or a command, and keeps the value', () => {
  const json = escapeJson(JSON.stringify({ [UNSAFE]: UNSAFE }))
  expect(json).toBe(`{"${SHOWN}":"${SHOWN}"}`)
  expect(JSON.parse(json)).toEqual({ [UNSAFE]: UNSAFE })
})

it('escapes it so that the decoded text shows it', () => {
  expect(JSON.parse(escapeTexts(JSON.stringify([UNSAFE])))).toEqual([SHOWN])
})
