import { spawnSync } from 'node:child_process'
import { copyFile, cp, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startBrowser } from './harness/browser.mjs'
import { workbenchUrl } from './harness/extension-host.mjs'
import { startProcess } from './harness/own-process.mjs'
import { startVsCodeServer, vsCodeFolder } from './harness/vscode-server.mjs'
import { CALM_SETTINGS, Workbench } from './harness/workbench.mjs'

/**
 * Installs the packaged extension on a machine with only Debian, Docker and VS Code's server, and presses ▷. Runs in
 * the network of that machine; SANDRUN_BARE_MACHINE says how to enter it.
 */
const repository = fileURLToPath(new URL('../..', import.meta.url))
const { enter, root } = JSON.parse(process.env.SANDRUN_BARE_MACHINE ?? '')
const machine = { enter, root, scratch: '/root', node: '/opt/vscode/node', vsCode: '/opt/vscode' }
const BASE_IMAGE = 'debian:trixie-slim'
/** Docker's packages come with it; the first run also builds an image. */
const PATIENCE_MS = 10 * 60_000
const QUESTION_MS = 60_000
const PICTURE = join(tmpdir(), 'sandrun-bare.png')

/** VS Code's server with the Node that it brings, the extension's file, and a program. */
async function bringFiles() {
  await cp(vsCodeFolder(), join(root, 'opt/vscode'), { recursive: true, verbatimSymlinks: true })
  await copyFile(process.execPath, join(root, 'opt/vscode/node'))
  await copyFile(join(repository, 'extension/dist/sandrun.vsix'), join(root, 'root/sandrun.vsix'))
  await mkdir(join(root, 'root/programs'))
  await copyFile(join(repository, 'languages/python/samples/hello.py'), join(root, 'root/programs/hello.py'))
}

/** Stands in for a registry: Docker here may reach none. */
function loadBaseImage() {
  const [command, ...words] = enter
  const saved = spawnSync('docker', ['save', BASE_IMAGE], { maxBuffer: 1 << 30 })
  const loaded = spawnSync(command, [...words, 'docker', 'load'], { input: saved.stdout })
  if (loaded.status !== 0) throw new Error(`${BASE_IMAGE} does not load: ${saved.stderr}${loaded.stderr}`)
}

const resources = new AsyncDisposableStack()
try {
  console.log("copying VS Code's server")
  await bringFiles()
  const docker = await startProcess(enter[0], [...enter.slice(1), 'dockerd'], {
    name: 'dockerd',
    ready: (output) => output.includes('API listen on'),
  })
  resources.defer(docker.stop)
  loadBaseImage()
  const server = await startVsCodeServer({ settings: CALM_SETTINGS, vsix: '/root/sandrun.vsix', machine, toasts: true })
  resources.defer(server.stop)
  const browser = await startBrowser()
  resources.defer(() => browser.close())
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } })
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(workbenchUrl(server.authority, '/root/programs', [['skipWelcome', 'true']]))
  const workbench = new Workbench(page)
  await workbench.openFile('hello.py')
  // Also of what it waits for in vain.
  resources.defer(() => page.screenshot({ path: PICTURE }))
  console.log(`▷, with a picture at the end: ${PICTURE}`)
  const pressed = performance.now()
  await workbench.runButton.click()
  await page.getByRole('button', { name: 'Start on This Machine' }).click({ timeout: QUESTION_MS })
  const answered = performance.now()
  await workbench.terminalShows('Hello, world!')
  const seconds = (performance.now() - answered) / 1000
  await workbench.status.filter({ hasText: /ok · / }).waitFor()
  const asked = ((answered - pressed) / 1000).toFixed(1)
  console.log(`asked after ${asked} s, output ${seconds.toFixed(1)} s after the answer`)
} finally {
  await resources.disposeAsync()
}
