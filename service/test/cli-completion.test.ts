import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  withoutService,
  MAIN,
  makeWorkspace,
  openScreen,
  PATIENCE,
  type Screen,
  sandrun,
  type Workspace,
} from './support/cli.ts'

let workspace: Workspace

beforeAll(async () => {
  workspace = await makeWorkspace()
  await workspace.write('unmistakable.py', '')
})
afterAll(() => workspace[Symbol.asyncDispose]())

const completion = (shell: string): string => `${process.execPath} ${MAIN} completion ${shell}`

describe.each([
  ['bash', 'bash --norc --noprofile', `source <(${completion('bash')})`],
  ['zsh', 'zsh -f', `autoload -U compinit; compinit -u -D; source <(${completion('zsh')})`],
  ['fish', 'fish --no-config', `${completion('fish')} | source; function sandrun; end`],
])('%s', (_shell, start, load) => {
  let screen: Screen

  beforeAll(async () => {
    screen = openScreen({ ...withoutService(workspace.path), TERM: 'xterm' }, workspace.path, start)
    screen.type(`${load}; echo loa''ded`, 'Enter')
    await vi.waitFor(() => {
      if (!/^loaded/m.test(screen.look())) throw new Error(`not loaded: ${screen.look()}`)
    }, PATIENCE)
  })
  afterAll(() => screen[Symbol.dispose]())

  it.each([
    ['a command', 'sandrun unin', /sandrun uninstall$/m],
    ['an option', 'sandrun run --compile-a', /sandrun run --compile-arg/],
    ['a language', 'sandrun run --lang hask', /sandrun run --lang haskell/],
    ['a choice', 'sandrun run --compare tok', /--compare tokens/],
    ['a file', 'sandrun run unmis', /sandrun run unmistakable\.py/],
    ['an action', 'sandrun config uns', /sandrun config unset/],
    ['a setting', 'sandrun config get col', /sandrun config get color/],
    ['a language of an action', 'sandrun lang build fortr', /sandrun lang build fortran/],
    ['an option of an action', 'sandrun lang build --pru', /sandrun lang build --prune/],
    ['a choice of an action', 'sandrun token create --role adm', /--role admin/],
    ['a file for an action', 'sandrun lang test --report unmis', /--report unmistakable\.py/],
    ['a shell', 'sandrun completion zs', /sandrun completion zsh/],
    ['a topic of the help', 'sandrun help unin', /sandrun help uninstall/],
  ])('completes %s', async (_what, typed, expected) => {
    screen.type('C-u', 'C-l', typed, 'Tab')
    await expect.poll(screen.look, PATIENCE).toMatch(expected)
  })
})

it('names the available shells', async () => {
  const { code, stderr } = await sandrun(['completion', 'fiish'], { env: withoutService(workspace.path) })
  expect({ code, stderr }).toMatchObject({ code: 64, stderr: expect.stringContaining('Did you mean fish?') })
})
