import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '../bootstrap/prepare.mjs'

it('names no program in the README that a clone does not have', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
  const commands = readme.split('\n').filter((line) => line.includes('bin/sandrun.mjs run '))
  const files = commands.flatMap((line) => line.match(/(?<= )[\w./-]+\.[a-z]+\b/g) ?? [])
  expect(files.length).toBeGreaterThan(0)
  expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([])
})
