import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

test.each([
  ['start', '--port'],
  ['demo', '8080'],
  ['check', '--fix'],
  ['release', '--help'],
  ['test-arm64', 'unit'],
  ['test-compose', 'all'],
])('%s.mjs refuses an argument that it would ignore', (script, argument) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`scripts/${script}.mjs`, argument], {
    encoding: 'utf8',
  })
  expect({ status, stdout, stderr }).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringContaining(`This command has no argument "${argument}".`),
  })
})
