import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeIfChanged } from './stamped.ts'

let folder: string
let made: number
const product = () => ({
  output: join(folder, 'output'),
  inputs: [join(folder, '*.txt')],
  make: async () => {
    made++
    await writeFile(join(folder, 'output'), '')
  },
})

beforeEach(async () => {
  made = 0
  folder = await mkdtemp(join(tmpdir(), 'sandrun-stamped-'))
  await writeFile(join(folder, 'a.txt'), 'one')
})
afterEach(() => rm(folder, { recursive: true }))

test('makes what is missing, once', async () => {
  await expect(makeIfChanged(product())).resolves.toBe(true)
  await expect(makeIfChanged(product())).resolves.toBe(false)
  expect(made).toBe(1)
})

test('makes it again if an input has changed or was added, or the output is gone', async () => {
  await makeIfChanged(product())
  await writeFile(join(folder, 'a.txt'), 'two')
  await expect(makeIfChanged(product())).resolves.toBe(true)
  await writeFile(join(folder, 'b.txt'), '')
  await expect(makeIfChanged(product())).resolves.toBe(true)
  await rm(join(folder, 'output'))
  await expect(makeIfChanged(product())).resolves.toBe(true)
})

test('tries again after a failure', async () => {
  const failing = { ...product(), make: () => Promise.reject(new Error('no')) }
  await expect(makeIfChanged(failing)).rejects.toThrow('no')
  await expect(makeIfChanged(product())).resolves.toBe(true)
})
