import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeWorkspace, openScreen, PATIENCE, type Screen, withoutService, type Workspace } from './support/cli.ts'
import { type ToyLanguages, writeToyLanguages } from './support/toy-languages.ts'

let workspace: Workspace
let languages: ToyLanguages
let screen: Screen

beforeAll(async () => {
  workspace = await makeWorkspace()
  languages = await writeToyLanguages({ asked: 'FROM sandrun/base-base\n' })
  screen = openScreen({ ...withoutService(workspace.path), SANDRUN_LANGUAGES_DIR: languages.folder }, workspace.path)
})
afterAll(async () => {
  screen[Symbol.dispose]()
  await languages[Symbol.asyncDispose]()
  await workspace[Symbol.asyncDispose]()
})

it.each([
  ['config set', () => ['config', 'set', 'token'], 'token:'],
  ['lang remove', () => ['lang', 'remove', languages.id('asked')], '[y/N]'],
])('leaves the question of %s on ^C, and says on ^D how to do without it', async (_name, words, question) => {
  screen.run(...words())
  await expect.poll(screen.look, PATIENCE).toContain(question)
  screen.type('C-c')
  await expect.poll(screen.look, PATIENCE).toContain('code=130')
  expect(screen.look()).not.toContain('sandrun:')
  screen.run(...words())
  await expect.poll(screen.look, PATIENCE).toContain(question)
  screen.type('C-d')
  await expect.poll(screen.look, PATIENCE).toMatch(/sandrun: No answer to [^]*(--yes|< FILE)[^]*code=64/)
  expect(await readdir(languages.folder)).toContain(languages.id('asked'))
})
