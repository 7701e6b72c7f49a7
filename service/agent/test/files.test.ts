import { lstatSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { encodeFile, type FileFrame } from '../../src/worker/agent/frames.ts'
import { LocalAgent, sh } from './agent-under-test.ts'

const file = (path: string, content = 'new', change: Partial<FileFrame> = {}): FileFrame => ({
  type: 'file',
  path,
  content: Buffer.from(content),
  executable: false,
  ...change,
})

const mode = (path: string): string => (lstatSync(path).mode & 0o7777).toString(8)

describe('a file', () => {
  it('is written with its folders, and executable only on request', async () => {
    const agent = new LocalAgent()
    await agent.run(file('a/b c/ä.txt', 'text'), file('run', '', { executable: true }), sh(''))
    expect(readFileSync(agent.path('a/b c/ä.txt'), 'utf8')).toBe('text')
    expect(['a', 'a/b c', 'a/b c/ä.txt', 'run'].map((path) => mode(agent.path(path)))).toEqual([
      '755',
      '755',
      '644',
      '755',
    ])
  })

  it('of several megabytes arrives in pieces, byte for byte', async () => {
    const agent = new LocalAgent()
    const content = Buffer.alloc(3_333_333, 'some text')
    await agent.run(...encodeFile({ path: 'big', content, executable: false }), sh(''))
    expect(readFileSync(agent.path('big')).equals(content)).toBe(true)
  })

  it('replaces what was there', async () => {
    const agent = new LocalAgent()
    await agent.run(file('a', 'a longer one', { executable: true }), file('a', 'short'), sh(''))
    expect(readFileSync(agent.path('a'), 'utf8')).toBe('short')
    expect(mode(agent.path('a'))).toBe('644')
  })

  it.each([
    ['an absolute path', '/tmp/sandrun-escape'],
    ['a path that begins with ..', '../escape'],
    ['a path that leaves the folder and returns', 'a/../b'],
    ['a path that ends with ..', 'a/..'],
    ['this folder', '.'],
    ['a path with this folder', './a'],
    ['an empty path', ''],
    ['an empty component', 'a//b'],
    ['a path that ends in a slash', 'a/'],
    ['a NUL', 'a\0b'],
    ['a name too long', 'n'.repeat(256)],
    ['a path too long', `${'n/'.repeat(3000)}n`],
  ])('with %s is refused', async (_what, path) => {
    const agent = new LocalAgent()
    expect(await agent.fail(file(path), sh('true'))).toMatchObject({ phase: null, code: 'path-refused' })
    await agent.run(sh('exit 1'))
    expect(readdirSync(agent.work)).toEqual([])
    expect(agent.frames.filter(({ type }) => type === 'exit')).toMatchObject([{ exitCode: 1 }])
  })

  it.each([
    ['a folder on the way', 'ln -s "$(dirname "$TARGET")" trap', 'trap/target'],
    ['a folder deep on the way', 'mkdir a; ln -s "$(dirname "$TARGET")" a/trap', 'a/trap/target'],
  ])('is not written through a link that a program left: %s', async (_what, plant, path) => {
    const agent = new LocalAgent()
    const outside = new LocalAgent().path('target')
    writeFileSync(outside, 'old')
    await agent.run(sh(plant, { env: { PATH: '/usr/bin:/bin', TARGET: outside } }))
    expect(await agent.fail(file(path))).toMatchObject({ code: 'path-refused' })
    expect(readFileSync(outside, 'utf8')).toBe('old')
    expect(readdirSync(dirname(outside))).toEqual(['target'])
  })

  it('is not appended through a link either', async () => {
    const agent = new LocalAgent()
    const outside = new LocalAgent().path('target')
    writeFileSync(outside, 'old')
    symlinkSync(outside, agent.path('trap'))
    expect(await agent.fail(file('trap', 'more', { append: true }))).toMatchObject({ code: 'path-refused' })
    expect(readFileSync(outside, 'utf8')).toBe('old')
  })

  it.each([
    ['a folder with something in it', 'mkdir trap; echo > trap/file', 'trap'],
    ['a file where a folder is needed', 'echo > trap', 'trap/file'],
  ])('does not hang or end up elsewhere: %s', async (_what, plant, path) => {
    const agent = new LocalAgent()
    await agent.run(sh(plant))
    expect(await agent.fail(file(path))).toMatchObject({
      code: 'path-refused',
      message: expect.stringContaining('trap'),
    })
  })

  it.each([
    ['a FIFO', 'mkfifo trap'],
    ['an empty folder', 'mkdir trap'],
    ['a link', 'echo old > target; ln -s target trap'],
    ['a link that leads nowhere', 'ln -s nowhere trap'],
  ])('replaces what a program left there: %s', async (_what, plant) => {
    const agent = new LocalAgent()
    await agent.run(sh(plant))
    await agent.run(file('trap', 'new'), sh('cat trap; cat target; ls'))
    expect(lstatSync(agent.path('trap')).isFile()).toBe(true)
    expect(agent.text()).toMatch(plant.includes('target') && !plant.includes('nowhere') ? /^newold\n/ : /^new/)
    expect(agent.text()).not.toContain('nowhere')
  })

  it.runIf(process.getuid?.() === 0)('is not written to a device', async () => {
    const agent = new LocalAgent()
    await agent.run(sh('mknod trap c 1 3'))
    expect(await agent.fail(file('trap'))).toMatchObject({ code: 'path-refused' })
  })

  it('must exist before it can be appended to', async () => {
    expect(await new LocalAgent().fail(file('a', 'more', { append: true }))).toMatchObject({ code: 'path-refused' })
  })
})
