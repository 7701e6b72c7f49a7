import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { CompileCache, type CompileSlot } from './compile-cache.ts'
import type { Compiled } from './compiled.ts'

const KEY = 'a'.repeat(64)
const log = pino({ level: 'silent' })
let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'compiled-'))
})
afterEach(() => rm(directory, { recursive: true }))

function compiled(content: string): Compiled {
  return {
    result: {
      stdout: '',
      stderr: 'main.c:1: warning: ä',
      exitCode: 0,
      signal: null,
      wallMs: 1.5,
      cpuMs: 1,
      memoryKb: 100,
      memorySource: 'rss',
      truncated: { stdout: 0, stderr: 0 },
    },
    files: [
      { path: 'main', executable: true, content: new Uint8Array(Buffer.from(content)) },
      { path: 'lib/empty', executable: false, content: new Uint8Array() },
    ],
  }
}

function slotOf(cache: CompileCache, key = KEY): CompileSlot {
  const slot = cache.slot(key)
  if (slot === null) throw new Error('nothing is kept')
  return slot
}

async function keep(cache: CompileCache, key: string, content: string): Promise<void> {
  slotOf(cache, key).write(compiled(content))
  await cache.close()
}

it('returns to another process what was stored', async () => {
  const maxBytes = 2 ** 20
  await keep(new CompileCache({ directory, maxBytes, log }), KEY, 'binary \0 ÿ')
  const other = new CompileCache({ directory, maxBytes, log })
  expect(await slotOf(other).read()).toEqual(compiled('binary \0 ÿ'))
  expect(await slotOf(other, 'b'.repeat(64)).read()).toBeNull()
  expect(await readdir(directory)).toEqual([KEY])
})

it('drops a damaged entry, whichever byte is wrong', async () => {
  const cache = new CompileCache({ directory, maxBytes: 2 ** 20, log })
  await keep(cache, KEY, 'binary')
  const path = join(directory, KEY)
  const whole = await readFile(path)
  for (const at of [0, 31, 33, 40, whole.length - 1]) {
    const damaged = Buffer.from(whole)
    damaged.writeUInt8(damaged.readUInt8(at) ^ 1, at)
    await writeFile(path, damaged)
    expect(await slotOf(cache).read()).toBeNull()
    expect(await readdir(directory)).toEqual([])
  }
  for (const length of [0, 10, 33, whole.length - 1]) {
    await writeFile(path, whole.subarray(0, length))
    expect(await slotOf(cache).read()).toBeNull()
  }
})

it('stays within its size, and drops the least recently used', async () => {
  const names = ['a', 'b', 'c', 'd'].map((letter) => letter.repeat(64))
  const [first = '', second = '', third = '', fourth = ''] = names
  const content = 'x'.repeat(10_000)
  const maxBytes = 35_000
  for (const [age, key] of [first, second, third].entries()) {
    await keep(new CompileCache({ directory, maxBytes, log }), key, content)
    await utimes(join(directory, key), age + 1, age + 1)
  }
  const cache = new CompileCache({ directory, maxBytes, log })
  await slotOf(cache, first).read()
  await keep(cache, fourth, content)
  expect((await readdir(directory)).toSorted()).toEqual([first, third, fourth])
})

it('stores nothing larger than its size, and nothing at all without a size', async () => {
  await keep(new CompileCache({ directory, maxBytes: 1000, log }), KEY, 'x'.repeat(1000))
  expect(await readdir(directory)).toEqual([])
  expect(new CompileCache({ directory, maxBytes: 0, log }).slot(KEY)).toBeNull()
})

it('lets a run continue if its compilation cannot be stored', async () => {
  const file = join(directory, 'file')
  await writeFile(file, '')
  const cache = new CompileCache({ directory: file, maxBytes: 2 ** 20, log })
  await keep(cache, KEY, 'binary')
  expect(await slotOf(cache).read()).toBeNull()
})
