import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { FileSaver } from '../src/cli/run/save-files.ts'
import { makeWorkspace, type Outcome, sandrun as command, type Workspace } from './support/cli.ts'
import { startService, type TestService } from './support/service.ts'

let service: TestService
let workspace: Workspace

beforeAll(async () => {
  service = await startService()
  workspace = await makeWorkspace()
})
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await workspace[Symbol.asyncDispose]()
})

/** The command in a new folder with this name. */
async function runIn(folder: string, ...args: string[]): Promise<Outcome> {
  const cwd = join(workspace.path, folder)
  await mkdir(cwd, { recursive: true })
  return command(['run', ...args], { cwd, env: { SANDRUN_URL: service.url.href } })
}
const read = (path: string): Promise<string> => readFile(join(workspace.path, path), 'utf8')

const PICTURE = [
  '-l',
  'bash',
  '-e',
  'mkdir -p out; printf "$1" > chart.png; printf b > out/b.svg; echo x > data.csv',
  '--',
]

it('saves the pictures a program writes, and says where', async () => {
  const { code, stdout, stderr } = await runIn('pictures', ...PICTURE, 'one')
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
  expect(stderr).toBe('sandrun: saved chart.png\nsandrun: saved out/b.svg\n')
  expect(await read('pictures/chart.png')).toBe('one')
  expect((await readdir(join(workspace.path, 'pictures'))).toSorted()).toEqual(['chart.png', 'out'])
})

it('never overwrites a file, except on request', async () => {
  await runIn('again', ...PICTURE, 'one')
  expect((await runIn('again', ...PICTURE, 'one')).stderr).toContain('saved chart.png\n')
  expect((await runIn('again', ...PICTURE, 'two')).stderr).toContain('saved chart-2.png\n')
  expect([await read('again/chart.png'), await read('again/chart-2.png')]).toEqual(['one', 'two'])
  await runIn('again', '--force', ...PICTURE, 'three')
  expect(await read('again/chart.png')).toBe('three')
})

it('saves requested files in the requested folder', async () => {
  const { stderr } = await runIn('asked', '--collect', '*.csv', '--output', 'there', ...PICTURE, 'one')
  expect(stderr).toContain('saved there/data.csv\n')
  expect(await read('asked/there/data.csv')).toBe('x\n')
  expect(await read('asked/there/chart.png')).toBe('one')
})

it('saves nothing on request, and no picture that was sent', async () => {
  expect(await runIn('none', '--no-collect', ...PICTURE, 'one')).toEqual({ code: 0, stdout: '', stderr: '' })
  await workspace.write('sent/logo.png', 'logo')
  await workspace.write('sent/main.sh', 'cat logo.png')
  expect(await runIn('sent', 'main.sh', 'logo.png')).toEqual({ code: 0, stdout: 'logo', stderr: '' })
})

it('leaves files in the JSON result, unless a folder is named', async () => {
  const inside = await runIn('json', '--json', '--collect', '*.csv', ...PICTURE, 'one')
  expect(JSON.parse(inside.stdout)).toMatchObject({ files: [{ path: 'data.csv', content: 'x\n' }] })
  expect(await readdir(join(workspace.path, 'json'))).toEqual([])
  await runIn('json', '--json', '--collect', '*.csv', '--output', 'there', ...PICTURE, 'one')
  expect(await read('json/there/data.csv')).toBe('x\n')
})

it('replaces what an earlier run of the same command saved, and nothing else', async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const directory = join(workspace.path, 'same')
  const saver = new FileSaver({ directory, patterns: ['*.png'], force: false })
  const picture = (path: string, content: string) => ({ path, content, encoding: 'utf8' as const, executable: false })
  await workspace.write('same/users.png', 'one')
  await saver.save([picture('users.png', 'one'), picture('ours.png', 'one')])
  await saver.save([picture('users.png', 'two'), picture('ours.png', 'two')])
  expect([await read('same/users.png'), await read('same/users-2.png'), await read('same/ours.png')]).toEqual([
    'one',
    'two',
    'two',
  ])
  expect([saver.hasSaved(join(directory, 'users.png')), saver.hasSaved(join(directory, 'ours.png'))]).toEqual([
    false,
    true,
  ])
})

describe('a lying service', () => {
  const file = (path: string) => ({ path, content: 'bad', encoding: 'utf8' as const, executable: true })

  it.each([
    '../escape.png',
    '/tmp/escape.png',
    'a/../../escape.png',
    'link/escape.png',
    'a\\..\\b.png',
    'x\u202egnp.png',
  ])('cannot save %j', async (path) => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    await workspace.write('lies/inside/kept.txt', '')
    await mkdir(join(workspace.path, 'outside'), { recursive: true })
    const directory = join(workspace.path, 'lies/inside')
    await symlink(join(workspace.path, 'outside'), join(directory, 'link')).catch(() => {})
    await new FileSaver({ directory, patterns: ['**/*.png'], force: true }).save([file(path)])
    expect(write).toHaveBeenCalledWith(expect.stringContaining("Can't save"))
    expect((await readdir(directory)).toSorted()).toEqual(['kept.txt', 'link'])
    expect(await readdir(join(workspace.path, 'outside'))).toEqual([])
    expect(existsSync('/tmp/escape.png')).toBe(false)
  })

  it('cannot add files that were not requested', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const directory = join(workspace.path, 'slip')
    const saver = new FileSaver({ directory, patterns: ['**'], force: false })
    await saver.save([file('.git/hooks/pre-commit'), file('.bashrc'), file('fine.txt')])
    expect(await readdir(directory)).toEqual(['fine.txt'])
  })

  it('cannot write through a link', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const directory = join(workspace.path, 'through')
    await mkdir(directory)
    await writeFile(join(workspace.path, 'precious'), 'precious')
    await symlink(join(workspace.path, 'precious'), join(directory, 'a.png'))
    for (const force of [false, true]) {
      await new FileSaver({ directory, patterns: ['*.png'], force }).save([file('a.png')])
      expect(await read('precious')).toBe('precious')
    }
    expect((await readdir(directory)).toSorted()).toEqual(['a-2.png', 'a.png'])
  })
})
