import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { claimNode } from './node-identity.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandrun-node-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('is the same for the next process, and different for a parallel one', () => {
  let first: string
  {
    using mine = claimNode(folder)
    using beside = claimNode(folder)
    first = mine.id
    expect(beside.id).not.toBe(first)
    expect(beside.lasting).toBe(true)
  }
  using next = claimNode(folder)
  expect(next.id).toBe(first)
})

it("belongs to the process alone if it can't be stored", async () => {
  const file = join(folder, 'file')
  await writeFile(file, '')
  using one = claimNode(join(file, 'state'))
  using other = claimNode(join(file, 'state'))
  expect(one.lasting).toBe(false)
  expect(one.id).not.toBe(other.id)
})
