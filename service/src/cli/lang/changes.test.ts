import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTestPack } from '../../conformance/test-pack.ts'
import { changedBy, readChanges } from './changes.ts'

const packs = [
  createTestPack('python', { base: 'base' }),
  createTestPack('c', { base: 'native' }),
  createTestPack('cpp', { base: 'native' }),
]
const named = (isChanged: ReturnType<typeof changedBy>): string[] =>
  packs.filter(isChanged).map(({ manifest }) => manifest.id)

it.each([
  [[], []],
  [['python/language.json'], ['python']],
  [['c/tests/args/main.c', 'language.schema.json'], ['c']],
  [['_bases/native/Dockerfile'], ['c', 'cpp']],
  [['_bases/base/sources.sh'], ['python', 'c', 'cpp']],
  [['_bases/account/hosts'], ['python', 'c', 'cpp']],
])('finds in %j the changed packs: %j', (paths, expected) => {
  expect(named(changedBy(paths, new Map([['native', ['base']]])))).toEqual(expected)
})

let folder = ''
const git = (...args: string[]): string =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@localhost', ...args], {
    encoding: 'utf8',
  })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'changes-'))
  for (const { manifest } of packs) await mkdir(join(folder, 'languages', manifest.id), { recursive: true })
})
afterEach(() => rm(folder, { recursive: true }))

async function commit(path: string): Promise<void> {
  await writeFile(join(folder, path), path)
  git('add', '-A')
  git('commit', '-q', '-m', path)
}
const changes = async (): Promise<string[] | null> => {
  const isChanged = await readChanges(join(folder, 'languages'))
  return isChanged === null ? null : named(isChanged)
}

it("finds no packs if git can't compare", async () => {
  expect(await changes()).toBeNull()
  git('init', '-q', '-b', 'main')
  await commit('languages/c/Dockerfile')
  expect(await changes()).toBeNull()
})

it('compares main with the previous commit, a branch with main, and sees uncommitted changes', async () => {
  git('init', '-q', '-b', 'main')
  await commit('README.md')
  await commit('languages/c/Dockerfile')
  expect(await changes()).toEqual(['c'])
  git('switch', '-q', '-c', 'topic')
  await commit('languages/cpp/Dockerfile')
  await commit('other')
  await writeFile(join(folder, 'languages/python/new'), '')
  expect(await changes()).toEqual(['python', 'cpp'])
})
