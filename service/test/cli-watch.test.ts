import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  withoutService,
  makeWorkspace,
  openScreen,
  PATIENCE,
  type Screen,
  sandrun,
  type Workspace,
} from './support/cli.ts'
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

describe('--watch', () => {
  let screen: Screen
  beforeEach(() => {
    screen = openScreen({ ...withoutService(workspace.path), SANDRUN_URL: service.url.href }, workspace.path)
  })
  afterEach(() => screen[Symbol.dispose]())

  it('runs again when the file is saved, and ends the previous run', async () => {
    await workspace.write('loop.sh', 'echo first; while :; do sleep 0.05; done')
    screen.run('run', '--watch', 'loop.sh')
    await expect.poll(screen.look, PATIENCE).toMatch(/^first$/m)
    await workspace.write('loop.sh', 'read -p "name? " name; echo "second $name"')
    await expect.poll(screen.look, PATIENCE).toMatch(/loop\.sh has changed\nname\?/)
    screen.type('Ada', 'Enter')
    await expect.poll(screen.look, PATIENCE).toMatch(/second Ada\n.*waiting for a change/)
    screen.type('Enter')
    await expect.poll(screen.look, PATIENCE).toMatch(/waiting for a change[^]*name\?/)
    screen.type('C-c')
    await expect.poll(screen.look, PATIENCE).toMatch(/(waiting for a change[^]*){2}/)
    screen.type('C-c')
    await expect.poll(screen.look, PATIENCE).toContain('code=130')
  })

  it('continues after a mistake', async () => {
    await workspace.write('mistake.c', 'int main(void) { return x; }')
    screen.run('run', '--watch', 'mistake.c')
    await expect.poll(screen.look, PATIENCE).toMatch(/undeclared[^]*waiting/)
    await workspace.write('mistake.c', '')
    await expect.poll(screen.look, PATIENCE).toMatch(/The program is empty[^]*waiting/)
    await workspace.write('mistake.c', '#include <stdio.h>\nint main(void) { puts("mended"); }')
    await expect.poll(screen.look, PATIENCE).toMatch(/^mended$/m)
  })

  it("watches a folder, but not the program's pictures in it", async () => {
    await workspace.write('drawing/main.sh', 'echo "run of $(cat word.txt)"; echo $RANDOM$RANDOM > chart.png')
    await workspace.write('drawing/word.txt', 'one')
    screen.run('run', '--watch', 'drawing', '--output', 'drawing')
    await expect.poll(screen.look, PATIENCE).toMatch(/run of one\n.*saved drawing\/chart\.png\n.*waiting/)
    await workspace.write('drawing/word.txt', 'two')
    await expect
      .poll(screen.look, PATIENCE)
      .toMatch(/word\.txt has changed\nrun of two\n.*saved drawing\/chart\.png\n.*waiting/)
    expect(screen.look()).not.toContain('chart.png has changed')
  })
})

it('watches files only', async () => {
  const { code, stderr } = await sandrun(['run', '--watch', '-e', '1'], { env: withoutService(workspace.path) })
  expect({ code, stderr }).toEqual({ code: 64, stderr: expect.stringContaining('--watch needs a file') })
})
