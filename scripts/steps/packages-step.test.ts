import { expect, test } from 'vitest'
import { packagesStep } from './packages-step.mjs'

const machine = { env: { PATH: '/usr/bin:/bin' }, cache: '', root: '' }
const step = packagesStep('Tools', {
  brings: 'tools',
  purpose: 'A tool',
  packages: { sh: ['dash'], 'no-such-program': ['one', 'another'] },
})

test('names the packages of missing programs, and no others', async () => {
  expect(await step.find(machine)).toBeNull()
  expect(step.brings(machine)).toBe('tools (apt-get install one another)')
})

test('is done if every program exists', async () => {
  const found = packagesStep('Tools', {
    brings: 'tools',
    purpose: 'A tool',
    packages: { sh: ['dash'], ls: ['coreutils'] },
  })
  expect(await found.find(machine)).toEqual({ note: 'sh, ls' })
})
