import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startBrowser } from './harness/browser.mjs'
import { workbenchUrl } from './harness/extension-host.mjs'
import { startService } from './harness/service.mjs'
import { finish } from './harness/test-report.mjs'
import { startVsCodeServer } from './harness/vscode-server.mjs'
import { CALM_SETTINGS, Workbench } from './harness/workbench.mjs'

/**
 * Uses the packaged extension in a browser as a person does: opens a file, clicks ▷, answers the program. With
 * SANDRUN_SCREENSHOTS its pictures go into the documentation.
 */
const STEP_TIMEOUT_MS = 60_000

const repository = fileURLToPath(new URL('../..', import.meta.url))
const scratch = await mkdtemp(join(tmpdir(), 'sandrun-e2e-'))
const folder = join(scratch, 'demo')

/** Takes a picture: for the documentation if SANDRUN_SCREENSHOTS is set, otherwise to look at. */
async function shoot(page, name) {
  const path = process.env.SANDRUN_SCREENSHOTS
    ? join(repository, `docs/images/${name}.png`)
    : join(tmpdir(), `sandrun-${name}.png`)
  await mkdir(dirname(path), { recursive: true })
  await page.screenshot({ path })
  console.log(`    ${path}`)
}

/** The scenarios, each in the workbench that the previous one left. */
const trusted = {
  'a program asks for input, and a person answers': async (workbench) => {
    await workbench.openFile('greet.py')
    await workbench.runButton.click()
    await workbench.terminalShows(/What is your name\?\s*$/)
    await workbench.type('Ada\n')
    await workbench.terminalShows('Hello, Ada! Nice to meet you.')
    await workbench.terminalShows('[Done] exited with code=0')
    await workbench.status.filter({ hasText: /ok · \d+(\.\d)? m?s · \d+ MB/ }).waitFor()
  },

  'the command palette finds Send Input by several words, and input stays open': async (workbench, page) => {
    await workbench.type('\n')
    await workbench.terminalShows(/What is your name\?\s*$/)
    await workbench.status.filter({ hasText: 'waiting for input' }).waitFor()
    await page.getByText('greet.py (Sandbox, waiting for input)').first().waitFor()
    for (const words of ['send input', 'stdin']) {
      const first = await workbench.firstCommand(words)
      assert.match(first, /Send Input to the Program \(stdin\)…/, words)
    }
    await workbench.terminal.click()
    await workbench.type('Ada\n')
    await workbench.terminalShows('[Done] exited with code=0')
  },

  'Enter runs it again': async (workbench, page) => {
    await workbench.type('\n')
    await workbench.terminalShows(/What is your name\?\s*$/)
    await workbench.type('Ada\n')
    await workbench.terminalShows('[Done] exited with code=0')
    await workbench.status.filter({ hasText: /ok · / }).waitFor()
    await shoot(page, 'run-in-sandbox')
  },

  'Stop is beside ▷ while a program runs': async (workbench, page) => {
    await workbench.type('\n')
    await workbench.terminalShows(/What is your name\?\s*$/)
    await workbench.stopButton.click()
    await workbench.terminalShows('[Stopped]')
    await workbench.stopButton.waitFor({ state: 'detached' })
    await page.locator('.terminal.xterm').filter({ visible: true }).click()
  },

  '^C ends it': async (workbench, page) => {
    await workbench.type('\n')
    await workbench.terminalShows(/What is your name\?\s*$/)
    await page.keyboard.press('Control+C')
    await workbench.terminalShows('KeyboardInterrupt')
    await workbench.terminalShows('[Done] ended by SIGINT')
  },

  'a C program is compiled, and its prompt comes before its input': async (workbench) => {
    await workbench.openFile('area.c')
    await workbench.runButton.click()
    await workbench.terminalShows('Radius?')
    await workbench.type('2\n')
    await workbench.terminalShows('Area: 12.57')
    await workbench.terminalShows('compiled in')
  },

  'a text is the input of one run': async (workbench, page) => {
    await workbench.openFile('total.py')
    await workbench.command('Run in Sandbox: Run with Input')
    await workbench.pick('Text…')
    await page.locator('.quick-input-widget').getByText('begins a new line').waitFor()
    await page.keyboard.type(String.raw`12.5\n30`)
    await page.keyboard.press('Enter')
    await workbench.terminalShows('total.py < text in Python')
    await workbench.terminalShows('Total: 42.5')
    await workbench.terminalShows('[Done] exited with code=0')
    await shoot(page, 'run-with-input')
  },

  'the terminal shows messages of a compiler exactly, cell by cell': async (workbench, page) => {
    await workbench.openFile('circle.c')
    await workbench.runButton.click()
    await workbench.terminalShows('does not compile')
    const { compile } = await runPiped('c', await readFile(join(folder, 'circle.c'), 'utf8'), 'circle.c')
    const expected = compile.stderr.trimEnd().split('\n')
    assert(expected.length > 3)
    const rows = await workbench.terminalRows()
    const begin = rows.indexOf(expected[0])
    assert.deepEqual(rows.slice(begin, begin + expected.length), expected)
    await shoot(page, 'compile-error')
  },

  'a compile error is listed as a problem and underlined': async (workbench, page) => {
    await page.locator('.monaco-editor .squiggly-error').first().waitFor()
    await page.keyboard.press('Control+Shift+M')
    const problem = page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'undeclared' })
    await problem.filter({ hasText: 'sandbox' }).filter({ hasText: 'Ln 5, Col 26' }).first().waitFor()
    await shoot(page, 'problems')
  },

  'test cases show what differs': async (workbench, page) => {
    await workbench.openFile('words.py')
    await workbench.command('Run in Sandbox: Run Test Cases')
    await page.getByText('words.py: 1 of 2 test cases passed.').first().waitFor()
    await workbench.command('Focus on Test Explorer View')
    await workbench.command('Focus on Test Results View')
    await page.getByText('The output is not as expected.').first().click()
    await page.locator('.monaco-diff-editor').first().waitFor()
    await shoot(page, 'test-cases')
    await workbench.command('View: Show Explorer')
  },

  'earlier runs can be compared': async (workbench, page) => {
    await workbench.command('View: Hide Panel')
    await workbench.command('Focus on Sandbox Runs View')
    const runs = page.getByRole('treeitem', { name: /^greet\.py, / })
    await runs.first().waitFor()
    await runs.first().hover()
    await runs.first().getByRole('button', { name: 'Compare Runs' }).click()
    await page.locator('.monaco-diff-editor').waitFor()
    await shoot(page, 'history')
    await workbench.command('View: Show Explorer')
  },

  'the button is for programs only': async (workbench, page) => {
    await workbench.openFile('notes.txt')
    await page.getByText('Notes are no program').first().waitFor()
    assert.equal(await workbench.runButton.count(), 0)
  },

  'a place that wraps in the terminal is a link to it': async (workbench, page) => {
    await workbench.openFile('wrapped.py')
    await workbench.runButton.click()
    await workbench.terminalShows('[Done] exited with code=0')
    const rows = await workbench.terminalRows()
    const second = rows.findIndex((row) => /^d\.py:2:5$/.test(row))
    assert(rows[second - 1]?.endsWith('---- wrappe'), rows.join('\n'))
    await workbench.followLink(second)
    await page.getByText('Ln 2, Col 5').waitFor()
  },

  'the settings editor finds the input setting by "stdin"': async (workbench, page) => {
    await workbench.command('Preferences: Open Settings (UI)')
    await page.locator('.settings-editor .suggest-input-container').click()
    await page.keyboard.type('stdin')
    await page
      .locator('.settings-editor .setting-item-contents')
      .filter({ hasText: 'Sandrun: Input' })
      .first()
      .waitFor()
  },
}

/** The folder is not trusted, so programs run in VS Code's output panel. */
const restricted = {
  'the output panel shows the prompt, says how to answer, and the answer arrives': async (workbench, page) => {
    await page.locator('.statusbar-item').filter({ hasText: 'Restricted Mode' }).waitFor()
    await workbench.openFile('greet.py')
    await workbench.runButton.click()
    await workbench.outputShows('Press Enter here or click "waiting for input" in the status bar.')
    await workbench.outputShows('What is your name?')
    await workbench.status.filter({ hasText: 'waiting for input' }).click()
    await workbench.answer('Ada')
    await workbench.outputShows('What is your name? Ada')
    await workbench.outputShows('Hello, Ada! Nice to meet you.')
    await workbench.outputShows('[Done] exited with code=0')
  },

  'Enter in the panel asks for the answer too': async (workbench) => {
    await workbench.runButton.click()
    await workbench.status.filter({ hasText: 'waiting for input' }).waitFor()
    await workbench.output.click()
    await workbench.output.press('Enter')
    await workbench.answer('Grace')
    await workbench.outputShows('Hello, Grace! Nice to meet you.')
  },
}

let service

/** Runs a program with pipes, like a client without a terminal. */
async function runPiped(language, code, path) {
  const response = await fetch(new URL('/v1/runs', service.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ language, files: [{ path, content: code }] }),
  })
  return await response.json()
}

const result = { passed: 0, failed: 0, skipped: 0 }
const resources = new AsyncDisposableStack()
resources.defer(() => rm(scratch, { recursive: true, force: true }))
try {
  execFileSync('pnpm', ['--filter', './extension', 'run', 'package'], { cwd: repository, stdio: 'ignore' })
  await cp(join(repository, 'extension/test/fixtures/demo'), folder, { recursive: true })
  service = await startService()
  resources.defer(service.stop)
  const browser = await startBrowser()
  resources.defer(() => browser.close())
  await runScenarios(browser, trusted)
  await runScenarios(browser, restricted, {
    trust: 'ask',
    settings: { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' },
  })
} catch (error) {
  console.error(error)
  result.failed++
} finally {
  await resources.disposeAsync()
}
await finish(result)

/** Opens the folder in a new VS Code with the packaged extension, and runs scenarios there. */
async function runScenarios(browser, tests, { trust, settings = {} } = {}) {
  await using stack = new AsyncDisposableStack()
  const server = await startVsCodeServer({
    settings: {
      ...CALM_SETTINGS,
      'sandrun.service.url': service.url,
      'sandrun.preserveFocus': false,
      ...settings,
    },
    trust,
    vsix: join(repository, 'extension/dist/sandrun.vsix'),
  })
  stack.defer(server.stop)
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  stack.defer(() => page.close())
  page.setDefaultTimeout(STEP_TIMEOUT_MS)
  await page.goto(
    workbenchUrl(server.authority, folder, [
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ]),
  )
  const workbench = new Workbench(page)
  for (const [name, test] of Object.entries(tests)) {
    try {
      await test(workbench, page)
      console.log(`    ✓ ${name}`)
      result.passed++
    } catch (error) {
      const shot = join(tmpdir(), 'sandrun-e2e-failure.png')
      await page.screenshot({ path: shot }).catch(() => {})
      console.log(`    ✗ ${name}\n${error.stack}\n        ${shot}`)
      result.failed++
    }
  }
}
