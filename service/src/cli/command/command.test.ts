import { beforeEach, expect, it } from 'vitest'
import { oneMore } from './action.ts'
import { SandrunCommand } from './command.ts'

let called: unknown = null
let printed = ''
let app = new SandrunCommand('app', { about: '' })

beforeEach(() => {
  called = null
  printed = ''
  app = new SandrunCommand('app', { about: '' })
  const run = new SandrunCommand('run', { about: '', hasProgram: true })
  run
    .argument('[FILE...]')
    .option('-l, --lang <ID>', '')
    .option('-e, --eval <CODE>', '')
    .option('--env <NAME>', '', oneMore)
    .option('-f, --force', '')
    .action((files, options) => {
      called = { files, options, rest: run.rest }
    })
  run.configureOutput({
    writeOut: (text) => {
      printed += text
    },
  })
  app.addCommand(run)
  const group = new SandrunCommand('group', { about: '' })
  group.addCommand(
    new SandrunCommand('list', { about: '' }).argument('[ID...]').action((ids) => {
      called = ids
    }),
  )
  app.addCommand(group)
})

const call = (...words: string[]) => app.parseAsync(words, { from: 'user' })

it.each([
  [['a', 'b'], { files: ['a', 'b'] }],
  [['a', '--', 'b', '--', '--lang'], { files: ['a'], rest: ['b', '--', '--lang'] }],
  [['a', '--', '--help'], { files: ['a'], rest: ['--help'] }],
  [['--', 'b'], { rest: ['b'] }],
  [['-'], { files: ['-'] }],
  [['a', '-l', 'c', 'b'], { files: ['a', 'b'], options: { lang: 'c' } }],
  [['-lc', '--force'], { options: { lang: 'c', force: true } }],
  [['-fe', '1'], { options: { force: true, eval: '1' } }],
  [['--lang=c', '--lang', 'cpp'], { options: { lang: 'cpp' } }],
  [['--lang='], { options: { lang: '' } }],
  [['--lang', '-'], { options: { lang: '-' } }],
  [['--eval=-1', '-e-2'], { options: { eval: '-2' } }],
  [['--env', 'A', 'x', '--env', 'B'], { files: ['x'], options: { env: ['A', 'B'] } }],
])('run %j is understood', async (words, expected) => {
  await call('run', ...words)
  expect(called).toEqual({ files: [], options: {}, rest: [], ...expected })
})

it('takes words after -- as arguments if there is no program', async () => {
  await call('group', 'list', 'a', '--', '-b')
  expect(called).toEqual(['a', '-b'])
})

it.each([
  [['--lang'], 'Missing value: --lang ID.', 'See: sandrun help run'],
  [['--lang', '--force'], 'Option --lang needs a value, and "--force" looks like an option.', '--lang=--force'],
  [['-e', '-1'], 'Option -e needs a value, and "-1" looks like an option.', '--eval=-1'],
  [['--lang', '--', 'a'], 'Missing value: --lang ID.', ''],
  [['--force=1'], 'Option --force takes no value.', ''],
  [['--froce'], 'Unknown option "--froce".', 'Did you mean --force?'],
  [['-x'], 'Unknown option "-x".', ''],
  [['-fx'], 'Unknown option "-x".', ''],
])('run %j is refused', async (words, message, hint) => {
  await expect(call('run', ...words)).rejects.toMatchObject({
    name: 'UsageError',
    message,
    hint: expect.stringContaining(hint),
  })
  expect(called).toBeNull()
})

it.each([['--help'], ['x', '-h'], ['--lang', '--help'], ['--froce', '--help'], ['--help', '--', 'x']])(
  'run %j shows help, whatever else is wrong',
  async (...words) => {
    await expect(call('run', ...words)).rejects.toMatchObject({ code: 'commander.helpDisplayed', exitCode: 0 })
    expect(printed).toContain('sandrun run [OPTIONS] [FILE…]')
    expect(called).toBeNull()
  },
)
