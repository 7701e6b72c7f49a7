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
  it.each(commands)('describes %s', (path) => {
    expect(new RegExp(`\`${path}[ \`]|sandrun ${path}\\b`).test(overview)).toBe(true)
  })

  // `lang` has many, and "sandrun help lang" shows them.
  const documented = all.filter(({ path }) => !path.startsWith('lang '))
  it.each(documented.flatMap(({ path, options }) => options.map(({ long = '' }) => [path, long] as const)))(
    'mentions %s %s',
    (_path, option) => expect(everything.includes(option)).toBe(true),
  )
})

describe('the table', () => {
  it.each(byPath)('describes %s in one line, with its usage and examples', (path, { words, forms }) => {
    expect(words.about.length).toBeLessThan(90)
    for (const text of [...forms, ...(words.examples ?? [])]) expect(text).toContain(path)
  })

  it.each(commands)('has examples of %s', (_path, { words }) => expect(words.examples).not.toHaveLength(0))

  it.each(byPath)('shows %s with its own options and no others', (path, command) => {
    const shown = [...command.helpInformation().matchAll(/^ {2}(?:-\w, | {4})(--[\w-]+)/gm)].map(([, option]) => option)
    expect(shown).toEqual(command.options.map(({ long }) => long))
    expect(app.find(path.split(' '))).toBe(command)
  })
})

describe('a command line', () => {
  it.each([
    ['token revoke --expires 1d ada', 'Unknown option "--expires"', 'sandrun help token revoke'],
    ['token list --expires 1d', 'Unknown option "--expires"', 'sandrun help token list'],
    ['token --json list', 'Unknown option "--json"', 'sandrun help token'],
    ['token create', 'Missing argument: NAME.', 'Usage: sandrun token create [OPTIONS] NAME'],
    ['token revok ada', 'Unknown command "token revok"', 'Did you mean revoke?'],
    ['lang list --all', 'Unknown option "--all"', 'sandrun help lang list'],
    ['lang build --image-only c', 'Unknown option "--image-only"', 'sandrun help lang build'],
    ['lang prune --prune', 'Unknown option "--prune"', 'sandrun help lang prune'],
    ['lang biuld', 'Unknown command "lang biuld"', 'Did you mean build? Usage: sandrun lang list|build|'],
    ['lang', 'sandrun lang needs a command.', 'Usage: sandrun lang list|build|'],
    ['lang new', 'Missing argument: ID.', 'Usage: sandrun lang new [OPTIONS] ID'],
    [
      'lang new a b',
      'Unexpected argument "b": sandrun lang new takes only ID.',
      'Usage: sandrun lang new [OPTIONS] ID',
    ],
    ['lang add', 'Missing argument: FOLDER|ARCHIVE|GIT-URL.', 'Usage: sandrun lang add FOLDER|ARCHIVE|GIT-URL'],
    ['lang remove -y', 'Missing argument: ID.', 'Usage: sandrun lang remove [OPTIONS] ID…'],
    ['config get', 'Missing argument: url|token|color.', 'Usage: sandrun config get url|token|color'],
    ['config path --json', 'Unknown option "--json"', 'sandrun help config path'],
    ['completion', 'Missing argument: bash|zsh|fish.', 'Usage: sandrun completion bash|zsh|fish'],
    ['doctor --json', '--json needs --attack', 'Usage: sandrun doctor --attack --json'],
    ['doctor --report a.html', '--report needs --attack', 'Usage: sandrun doctor --attack --report'],
    ['doctor --only escape', '--only needs --attack', 'Usage: sandrun doctor --attack --only'],
    ['doctor --attack --only escapes', 'Unknown group of attacks "escapes"', 'escape, exhaustion, tampering'],
    ['doctor --jsno', 'Unknown option "--jsno"', 'sandrun help doctor'],
    ['doctor now', 'Unexpected argument "now": sandrun doctor takes no arguments.', 'Usage: sandrun doctor'],
    ['help --json', 'Unknown option "--json"', 'sandrun help help'],
    ['help lang fly', 'Unknown command "lang fly"', 'Usage: sandrun lang'],
    ['uninstall -y', 'Unknown option "-y"', 'sandrun help uninstall'],
    ['bench --raw', 'Unknown option "--raw"', 'sandrun help bench'],
    ['mcp --jsno', 'Unknown option "--jsno"', 'sandrun help mcp'],
    ['serve --port abc', 'Invalid port "abc".', 'Set --port to a number from 0 to 65535'],
    ['serve --port 99999', 'Invalid port "99999".', 'Set --port to a number from 0 to 65535'],
    ['serve --role king', 'Unknown role "king".', 'Roles: gateway, worker, all.'],
    ['serve --linger 5', '--linger needs --shared.', 'Usage: sandrun serve --shared FOLDER --linger SECONDS'],
    ['serve --prot 1', 'Unknown option "--prot"', 'Did you mean --port?'],
    ['serve --raw', 'Unknown option "--raw"', 'sandrun help serve'],
    ['langauges', 'Unknown command "langauges"', 'Did you mean languages?'],
    ['--verison', 'Unknown option "--verison"', 'Did you mean --version?'],
    ['hello.py', 'Unknown command "hello.py"', 'sandrun run hello.py'],
  ])('%j is refused, with what to do', async (line, message, hint) => {
    await expect(app.parseAsync(line.split(' '), { from: 'user' })).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    })
  })

  it('gets no suggestion that is not close', async () => {
    await expect(app.parseAsync(['nope'], { from: 'user' })).rejects.toMatchObject({ hint: 'See: sandrun help' })
  })
})
