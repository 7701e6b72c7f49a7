import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { WordedCommand } from '../command/worded-command.ts'
import { SandrunCommand } from '../command/command.ts'
import { app } from './app.ts'

const DOCS = new URL('../../../../docs/', import.meta.url)
const overview = await readFile(new URL('cli.md', DOCS), 'utf8')
const pages = (await readdir(DOCS)).filter((name) => name.endsWith('.md'))
const everything = (await Promise.all(pages.map((name) => readFile(new URL(name, DOCS), 'utf8')))).join('\n')

const inside = (command: WordedCommand): SandrunCommand[] =>
  command.commands.filter((one) => one instanceof SandrunCommand)
const commands = inside(app).map((command) => [command.path, command] as const)
const all = inside(app).flatMap((command) => [command, ...inside(command)])
const byPath = all.map((command) => [command.path, command] as const)

describe('docs/', () => {
  it.each(commands)('tells of %s', (path) => {
    expect(new RegExp(`\`${path}[ \`]|sandrun ${path}\\b`).test(overview)).toBe(true)
  })

  // Those of `lang` are many, and "sandrun help lang" tells of them.
  const told = all.filter(({ path }) => !path.startsWith('lang '))
  it.each(told.flatMap(({ path, options }) => options.map(({ long = '' }) => [path, long] as const)))(
    'tells of %s %s',
    (_path, option) => expect(everything.includes(option)).toBe(true),
  )
})

describe('the table', () => {
  it.each(byPath)('tells of %s in one line, how it is written, and examples of it', (path, { words, forms }) => {
    expect(words.about.length).toBeLessThan(90)
    for (const text of [...forms, ...(words.examples ?? [])]) expect(text).toContain(path)
  })

  it.each(commands)('has examples of %s', (_path, { words }) => expect(words.examples).not.toHaveLength(0))

  it.each(byPath)('tells of %s with its own options and no others', (path, command) => {
    const told = [...command.helpInformation().matchAll(/^ {2}(?:-\w, | {4})(--[\w-]+)/gm)].map(([, option]) => option)
    expect(told).toEqual(command.options.map(({ long }) => long))
    expect(app.find(path.split(' '))).toBe(command)
  })
})

describe('a command line', () => {
  it.each([
    ['token revoke --expires 1d ada', 'no option "--expires"', 'sandrun help token revoke'],
    ['token list --expires 1d', 'no option "--expires"', 'sandrun help token list'],
    ['token --json list', 'no option "--json"', 'sandrun help token'],
    ['token create', 'token create: name one token.', 'Write: sandrun token create [OPTIONS] NAME'],
    ['token revok ada', 'no "token revok"', 'Did you mean revoke?'],
    ['lang list --all', 'no option "--all"', 'sandrun help lang list'],
    ['lang build --image-only c', 'no option "--image-only"', 'sandrun help lang build'],
    ['lang prune --prune', 'no option "--prune"', 'sandrun help lang prune'],
    ['lang biuld', 'no "lang biuld"', 'Did you mean build? Write: sandrun lang list|build|'],
    ['lang', 'lang: do what?', 'Write: sandrun lang list|build|'],
    ['lang new', 'lang new: which id?', 'Write: sandrun lang new [OPTIONS] ID'],
    ['lang new a b', 'Too many arguments', 'Write: sandrun lang new [OPTIONS] ID'],
    ['lang add', 'lang add: from where?', 'Write: sandrun lang add FOLDER|ARCHIVE|GIT-URL'],
    ['lang remove -y', 'lang remove: which ones?', 'Write: sandrun lang remove [OPTIONS] ID…'],
    ['config get', 'config get: which setting?', 'Write: sandrun config get url|token|color'],
    ['config path --json', 'no option "--json"', 'sandrun help config path'],
    ['completion', 'completion: for which shell?', 'Write: sandrun completion bash|zsh|fish'],
    ['doctor --json', '--json is of the report on attacks', 'Write: sandrun doctor --attack --json'],
    ['doctor --report a.html', '--report is of the report on attacks', 'Write: sandrun doctor --attack --report'],
    ['doctor --jsno', 'no option "--jsno"', 'sandrun help doctor'],
    ['doctor now', 'Too many arguments', 'Write: sandrun doctor'],
    ['help --json', 'no option "--json"', 'sandrun help help'],
    ['help lang fly', 'no "lang fly"', 'Write: sandrun lang'],
    ['uninstall -y', 'no option "-y"', 'sandrun help uninstall'],
    ['bench --raw', 'no option "--raw"', 'sandrun help bench'],
    ['mcp --jsno', 'no option "--jsno"', 'sandrun help mcp'],
    ['serve --prot 1', 'no option "--prot"', 'Did you mean --port?'],
    ['serve --raw', 'no option "--raw"', 'sandrun help serve'],
    ['langauges', 'no command "langauges"', 'Did you mean languages?'],
    ['--verison', 'no option "--verison"', 'Did you mean --version?'],
    ['hello.py', '"hello.py" is no command', 'sandrun run hello.py'],
  ])('%j is refused, with what to do', async (line, message, hint) => {
    await expect(app.parseAsync(line.split(' '), { from: 'user' })).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    })
  })
})
