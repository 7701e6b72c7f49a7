import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { lockFolder } from './file-lock.ts'

it('is had by one at a time, and by the next once it is given back', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandrun-lock-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const lock = lockFolder(folder)
  expect(lock).not.toBeNull()
  expect(lockFolder(folder)).toBeNull()
  lock?.[Symbol.dispose]()
  using next = lockFolder(folder)
  expect(next).not.toBeNull()
})

it('is not taken for had by another where the folder is of no use', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandrun-lock-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'lock.db'))
  expect(() => lockFolder(folder)).toThrow(/unable to open/)
})
