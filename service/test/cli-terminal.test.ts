import { afterAll, beforeAll, expect, it } from 'vitest'
import { MAIN, makeWorkspace, openScreen, PATIENCE, type Screen, type Workspace } from './support/cli.ts'
import { startService, type TestService } from './support/service.ts'

let service: TestService
let workspace: Workspace
let screen: Screen

beforeAll(async () => {
  service = await startService()
  workspace = await makeWorkspace()
  screen = openScreen({ SANDRUN_URL: service.url.href }, workspace.path)
})
afterAll(async () => {
  screen[Symbol.dispose]()
  await service[Symbol.asyncDispose]()
  await workspace[Symbol.asyncDispose]()
})

it('types into the program, edits the line, ends input, and restores the terminal', async () => {
  await workspace.write(
    'ask.py',
    'print("Hello", input("Name? "))\nprint("More?", end=" ", flush=True)\ntry: input()\nexcept EOFError: print("EOF")',
  )
  screen.run('run', 'ask.py')
  await expect.poll(screen.look, PATIENCE).toContain('Name?')
  screen.type('Bobb', 'BSpace', 'BSpace', 'BSpace', 'BSpace', 'Ada', 'Enter')
  await expect.poll(screen.look, PATIENCE).toMatch(/Hello Ada\nMore\?/)
  screen.type('C-d')
  await expect.poll(screen.look, PATIENCE).toMatch(/EOF\n(.*\n)*code=0/)
  screen.type('echo the shell $((40 + 2))', 'Enter')
  await expect.poll(screen.look, PATIENCE).toContain('the shell 42')
})

it('interrupts the program with ^C', async () => {
  await workspace.write('wait.py', 'import time\nprint("waiting", flush=True)\ntime.sleep(60)')
  screen.run('run', 'wait.py')
  await expect.poll(screen.look, PATIENCE).toMatch(/^waiting$/m)
  screen.type('C-c')
  await expect.poll(screen.look, PATIENCE).toMatch(/KeyboardInterrupt\n(.*\n)*code=130/)
})

it('reports the size of the terminal to the program, and each change', async () => {
  await workspace.write('size.sh', 'trap "stty size; exit" WINCH; stty size; while :; do read -t 0.05 _; done')
  screen.run('run', 'size.sh')
  await expect.poll(screen.look, PATIENCE).toMatch(/^30 90$/m)
  screen.resize(70, 20)
  await expect.poll(screen.look, PATIENCE).toMatch(/^20 70$/m)
  await expect.poll(screen.look, PATIENCE).toContain('code=0')
  screen.resize(90, 30)
})

it('lets output colour the terminal but not control it, unless it is raw', async () => {
  await workspace.write('title.sh', 'printf "\\033]2;hijacked\\007\\033[31mred\\033[0m \\201end\\n"')
  screen.run('run', 'title.sh')
  await expect.poll(screen.look, PATIENCE).toMatch(/^red .end\n(.*\n)*code=0/m)
  expect(screen.title()).not.toBe('hijacked')
  screen.run('run', '--raw', 'title.sh')
  await expect.poll(screen.look, PATIENCE).toMatch(/^red (.*\n)*code=0/m)
  expect(screen.title()).toBe('hijacked')
})

it('restores the terminal after a program that does not', async () => {
  const names = ['cursor_flag', 'insert_flag', 'keypad_flag', 'keypad_cursor_flag', 'wrap_flag', 'origin_flag']
  const more = ['scroll_region_upper', 'scroll_region_lower', 'mouse_any_flag', 'alternate_on']
  const before = screen.flags(...names, ...more)
  const left = '\\033[?25l\\033[4h\\033=\\033[?1h\\033[?7l\\033[2;5r\\033[?6h\\033(0\\033[?1000h'
  await workspace.write('mess.sh', `printf "${left}"`)
  screen.run('run', 'mess.sh')
  await expect.poll(screen.look, PATIENCE).toContain('code=0')
  expect(screen.flags(...names, ...more)).toBe(before)
})

it('lets output on pipes control it no more than that of a terminal', async () => {
  await workspace.write('pipes.sh', 'printf "\\033]2;piped\\007out\\n"; printf "\\033]2;piped\\007err\\n" >&2')
  screen.run('run', '--stdin', 'pipes.sh', 'pipes.sh')
  await expect.poll(screen.look, PATIENCE).toMatch(/^out$[^]*^err$[^]*code=0|^err$[^]*^out$[^]*code=0/m)
  expect(screen.title()).not.toBe('piped')
})

it("filters the service's messages too", async () => {
  // The service names the variable it refuses.
  const line = `clear; ${process.execPath} ${MAIN} run -l bash -e : --env $'\\e]2;spoofed\\a=1'; echo code=$?`
  screen.type(line, 'Enter')
  await expect.poll(screen.look, PATIENCE).toMatch(/must be a name[^]*code=64/)
  expect(screen.title()).not.toContain('spoofed')
})
