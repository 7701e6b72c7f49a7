import { execFileSync } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startBrowser } from './harness/browser.mjs'
import { workbenchUrl } from './harness/extension-host.mjs'
import { Pointer } from './harness/pointer.mjs'
import { startScreencast, writeGif } from './harness/screencast.mjs'
import { startService } from './harness/service.mjs'
import { startVsCodeServer } from './harness/vscode-server.mjs'
import { CALM_SETTINGS, Workbench } from './harness/workbench.mjs'

/** Records the README's moving picture: the packaged extension in a real VS Code, in real time. */
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

/** Runs another program first: all that the window loads late is there, and no notice of it in the status bar. */
async function rehearse(page, workbench) {
  await workbench.openFile('hello.py')
  await workbench.runButton.click()
  await workbench.terminalShows('[Done] exited with code=0')
  await workbench.command('Terminal: Kill the Active Terminal Instance')
  await workbench.terminal.waitFor({ state: 'detached' })
  await workbench.command('View: Close All Editors')
  await workbench.openFile('stdin.py')
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

const resources = new AsyncDisposableStack()
try {
  const scratch = await mkdtemp(join(tmpdir(), 'sandrun-recording-'))
  resources.defer(() => rm(scratch, { recursive: true, force: true }))
  const folder = join(scratch, 'samples')
  await mkdir(folder)
  for (const name of ['hello.py', 'stdin.py']) await copyFile(join(SAMPLES, name), join(folder, name))
  execFileSync('pnpm', ['--filter', './extension', 'run', 'package'], { cwd: repository, stdio: 'ignore' })
  const service = await startService()
  resources.defer(service.stop)
  const server = await startVsCodeServer({
    settings: { ...SETTINGS, 'sandrun.service.url': service.url },
    vsix: join(repository, 'extension/dist/sandrun.vsix'),
  })
  resources.defer(server.stop)
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
