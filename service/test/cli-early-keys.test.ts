import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeWorkspace, openScreen, PATIENCE, type Screen, type Workspace } from './support/cli.ts'

let server: Server
let workspace: Workspace
let screen: Screen

beforeAll(async () => {
  // A service that never answers keeps the command in its first phase for as long as a test needs.
  server = createServer(() => {}).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  workspace = await makeWorkspace()
  screen = openScreen({ SANDRUN_URL: `http://127.0.0.1:${port}` }, workspace.path)
})
afterAll(async () => {
  screen[Symbol.dispose]()
  server.closeAllConnections()
  server.close()
  await workspace[Symbol.asyncDispose]()
})

it('takes the terminal before anything else, so no key is echoed twice, and restores it at ^C', async () => {
  await workspace.write('ask.py', 'input()')
  await expect.poll(screen.look, PATIENCE).toMatch(/\S/)
  screen.run('run', 'ask.py')
  // While a shell waits for a command, the kernel handles signals.
  await expect.poll(() => screen.settings(), PATIENCE).toMatch(/-isig/)
  screen.type('x', 'C-d', 'C-c')
  await expect.poll(screen.look, PATIENCE).toContain('code=130')
  screen.type('echo the shell $((40 + 2))', 'Enter')
  await expect.poll(screen.look, PATIENCE).toContain('the shell 42')
})
