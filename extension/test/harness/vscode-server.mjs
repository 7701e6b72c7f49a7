import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { freePort } from './free-port.mjs'
import { startProcess } from './own-process.mjs'

/** The folder of the VS Code in code-server's installation. */
export function vsCodeFolder() {
  const folder = process.env.SANDRUN_CODE_SERVER ?? join(homedir(), '.cache/sandrun-dev/code-server')
  for (const candidate of [join(folder, 'node_modules/code-server'), folder]) {
    if (existsSync(join(candidate, 'lib/vscode/out/server-main.js'))) return join(candidate, 'lib/vscode')
  }
  throw new Error(`There is no code-server in ${folder}. npm test installs it; or set SANDRUN_CODE_SERVER.`)
}

/**
 * The machine that VS Code runs on. `enter` are the words before a command that runs there, `root` is where its files
 * are, `node` and `vsCode` are paths on it.
 */
const thisMachine = () => ({ enter: [], root: '/', scratch: tmpdir(), node: process.execPath, vsCode: vsCodeFolder() })

/** VS Code's own web server, from code-server, with settings for this machine and no stored state. */
export async function startVsCodeServer({
  settings = {},
  trust = 'all',
  env = {},
  vsix,
  machine = thisMachine(),
  toasts = false,
} = {}) {
  const data = await mkdtemp(join(machine.root, machine.scratch, 'sandrun-vscode-'))
  await mkdir(join(data, 'data/Machine'), { recursive: true })
  await writeFile(join(data, 'data/Machine/settings.json'), JSON.stringify(settings))
  const [command, ...words] = [
    ...machine.enter,
    machine.node,
    join(machine.vsCode, 'out/server-main.js'),
    '--accept-server-license-terms',
    '--server-data-dir',
    join(machine.scratch, basename(data)),
  ]
  if (vsix !== undefined) {
    const installed = spawnSync(command, [...words, '--install-extension', vsix], { encoding: 'utf8' })
    if (installed.status !== 0) throw new Error(`The .vsix does not install:\n${installed.stdout}${installed.stderr}`)
  }
  const port = await freePort()
  const server = await startProcess(
    command,
    [
      ...words,
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--without-connection-token',
      // With this driver VS Code shows no notifications, only a dot on the bell.
      ...(toasts ? [] : ['--enable-smoke-test-driver']),
      '--disable-telemetry',
      ...(trust === 'all' ? ['--disable-workspace-trust'] : []),
    ],
    { name: 'vscode', env, ready: (output) => output.includes('Web UI available') },
  )
  return {
    authority: `127.0.0.1:${port}`,
    stop: async () => {
      await server.stop()
      await rm(data, { recursive: true, force: true })
    },
  }
}
