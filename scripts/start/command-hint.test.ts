import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { commandHint } from './command-hint.ts'

it('suggests a link for the command, and uses its name from then on', () => {
  const home = mkdtempSync(join(tmpdir(), 'sandrun-home-'))
  onTestFinished(() => rmSync(home, { recursive: true }))
  expect(commandHint({ PATH: '/nowhere' }, home)).toContain('with that folder on your PATH')
  const PATH = [join(home, '.local/bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter)
  const hint = commandHint({ PATH }, home)
  expect(hint).toMatch(/in this folder: bin\/sandrun\.mjs run FILE\nTo use sandrun in any folder: /)
  execFileSync('sh', ['-c', hint.slice(hint.indexOf('mkdir'))])
  expect(commandHint({ PATH }, home)).toBe('In another terminal: sandrun run FILE')
  expect(execFileSync('sandrun', ['--version'], { env: { ...process.env, PATH }, encoding: 'utf8' })).toMatch(/\d/)
})
