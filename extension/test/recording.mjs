import { execFileSync } from 'node:child_process'
import { copyFile, glob, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startBrowser } from './harness/browser.mjs'
import { workbenchUrl } from './harness/extension-host.mjs'
import { freePort } from './harness/free-port.mjs'
import { Pointer } from './harness/pointer.mjs'
import { startScreencast, writeGif } from './harness/screencast.mjs'
import { startVsCodeServer } from './harness/vscode-server.mjs'
import { CALM_SETTINGS, Workbench } from './harness/workbench.mjs'

/**
 * Records the README's moving picture: the packaged extension in a real VS Code, in real time. No service runs; the
 * extension asks, and starts its own. The image of Python is built before.
 */
const repository = fileURLToPath(new URL('../..', import.meta.url))
const GIF = join(repository, 'docs/images/run-in-sandbox.gif')
const SAMPLES = join(repository, 'languages/python/samples')
/** About as wide as a page of GitHub shows it; the scale keeps its text sharp on good screens. */
const SIZE = { width: 800, height: 580 }
const SCALE = 1.5
/** Readers with ten seconds should not wait longer. */
const MOST_BYTES = 2_000_000

const SETTINGS = {
  ...CALM_SETTINGS,
  // Otherwise VS Code announces a forwarded port during the recording.
  'remote.autoForwardPorts': false,
  'sandrun.preserveFocus': false,
}

/** Opens and closes a terminal first: all that the window loads late is there. */
async function rehearse(page, workbench) {
  await workbench.openFile('stdin.py')
  await workbench.command('Terminal: Create New Terminal')
  await workbench.terminal.waitFor()
  await workbench.command('Terminal: Kill the Active Terminal Instance')
  await workbench.terminal.waitFor({ state: 'detached' })
  await page.locator('.monaco-editor .view-lines').click()
  await page.keyboard.press('Control+End')
  await page.getByText('Ln 5, Col 1').waitFor()
  await workbench.command('View: Toggle Primary Side Bar Visibility')
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' })
  await page.locator('.statusbar .codicon-modifier-spin').waitFor({ state: 'detached' })
}

/** The actions of a person, at a person's speed. */
async function play(page, workbench) {
  const pointer = new Pointer(page, 420, 260)
  await pointer.appear()
  const screencast = await startScreencast(page)
  await page.waitForTimeout(1000)
  await pointer.moveTo(workbench.runButton, 900)
  await page.waitForTimeout(300)
  await pointer.click()
  const start = page.getByRole('button', { name: 'Start on This Machine' })
  await start.waitFor()
  await page.waitForTimeout(700)
  await pointer.moveTo(start, 900)
  await page.waitForTimeout(300)
  await pointer.click()
  // Otherwise the button's tooltip stays.
  await pointer.moveTo(page.locator('.monaco-editor'), 700)
  await answer(page, workbench, /What is your name\?\s*$/, 'Ada\n')
  await answer(page, workbench, /Pick a number:\s*$/, '7\n')
  await workbench.terminalShows('Hello, Ada! 7 squared is 49.')
  await workbench.status.filter({ hasText: /ok · / }).waitFor()
  await page.waitForTimeout(3000)
  return await screencast.stop()
}

async function answer(page, workbench, question, text) {
  await workbench.terminalShows(question)
  await page.locator('.terminal.xterm.focus').waitFor()
  await page.waitForTimeout(700)
  await page.keyboard.type(text, { delay: 180 })
}

/** Ends the service that the extension started; otherwise it would wait for another window. */
async function endOwnService(runtimeFolder) {
  for await (const record of glob(join(runtimeFolder, 'sandrun/*/service.json')))
    process.kill(JSON.parse(await readFile(record, 'utf8')).pid, 'SIGTERM')
}

const resources = new AsyncDisposableStack()
try {
  const scratch = await mkdtemp(join(tmpdir(), 'sandrun-recording-'))
  resources.defer(() => rm(scratch, { recursive: true, force: true }))
  const folder = join(scratch, 'samples')
  await mkdir(folder)
  await copyFile(join(SAMPLES, 'stdin.py'), join(folder, 'stdin.py'))
  execFileSync('pnpm', ['--filter', './extension', 'run', 'package'], { cwd: repository, stdio: 'ignore' })
  const server = await startVsCodeServer({
    settings: { ...SETTINGS, 'sandrun.service.url': `http://127.0.0.1:${await freePort()}` },
    env: { XDG_RUNTIME_DIR: scratch },
    toasts: true,
    vsix: join(repository, 'extension/dist/sandrun.vsix'),
  })
  resources.defer(server.stop)
  resources.defer(() => endOwnService(scratch))
  const browser = await startBrowser({ scale: SCALE })
  resources.defer(() => browser.close())
  const page = await browser.newPage({ viewport: SIZE, deviceScaleFactor: SCALE })
  page.setDefaultTimeout(60_000)
  await page.goto(
    workbenchUrl(server.authority, folder, [
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ]),
  )
  const workbench = new Workbench(page)
  await rehearse(page, workbench)
  await writeGif(await play(page, workbench), GIF)
  const { size } = await stat(GIF)
  console.log(`${GIF}: ${Math.round(size / 1000)} kB`)
  if (size > MOST_BYTES) throw new Error(`A README's picture has at most ${MOST_BYTES} bytes.`)
} finally {
  await resources.disposeAsync()
}
