import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '../bootstrap/prepare.mjs'

it('names only programs in the README that a clone has', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
  const commands = readme.split('\n').filter((line) => line.includes('bin/sandrun.mjs run '))
  const files = commands.flatMap((line) => line.match(/(?<= )[\w./-]+\.[a-z]+\b/g) ?? [])
  expect(files.length).toBeGreaterThan(0)
  expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([])
})

it('does not tell people to fetch a package under a name that is not published', () => {
  const fetching = String.raw`\b(npx|npm exec|npm (i|install)( -g)?|pnpm dlx|yarn dlx|bunx)( -\S+)* sandrun\b`
  // Earlier decisions keep the words of their time.
  const places = [':!docs/adr', ':!CHANGELOG.md', ':!extension/CHANGELOG.md', ':!scripts/start/readme.test.ts']
  const found = (): string =>
    execFileSync('git', ['grep', '-nE', fetching, '--', ...places], { cwd: ROOT, encoding: 'utf8' })
  expect(found).toThrow(expect.objectContaining({ status: 1, stdout: '' }))
})
