import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { lockFolder } from './file-lock.ts'

it('belongs to one process at a time, and to the next after its release', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandrun-lock-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const lock = lockFolder(folder)
  expect(lock).not.toBeNull()
  expect(lockFolder(folder)).toBeNull()
  lock?.[Symbol.dispose]()
  using next = lockFolder(folder)
  expect(next).not.toBeNull()
})

it('does not count as taken if the folder is unusable', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandrun-lock-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'lock.db'))
  expect(() => lockFolder(folder)).toThrow(/unable to open/)
})
