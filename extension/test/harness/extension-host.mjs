import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startBrowser } from './browser.mjs'
import { startVsCodeServer } from './vscode-server.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
/** The same module that runs the tests in a desktop VS Code. */
const runner = fileURLToPath(new URL('runner.cjs', import.meta.resolve('@vscode/test-cli')))

/** Runs test files in a real extension host and gives their counts. */
export async function runInExtensionHost({ files, workspaceFolder, mocha, settings, trust, env, timeoutMs }) {
  const folder = await mkdtemp(join(tmpdir(), 'sandrun-counts-'))
  const counts = join(folder, 'counts')
  const options = { mochaOpts: mocha, colorDefault: false, preload: [], files }
  const server = await startVsCodeServer({
    settings,
    trust,
    env: { ...env, VSCODE_TEST_OPTIONS: JSON.stringify(options), SANDRUN_TEST_COUNTS: counts },
  })
  const browser = await startBrowser()
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    const exit = Promise.withResolvers()
    await page.exposeFunction('codeAutomationLog', (_type, args) => print(args))
    await page.exposeFunction('codeAutomationExit', (code) => exit.resolve(code))
    const url = workbenchUrl(server.authority, workspaceFolder, [
      ['extensionDevelopmentPath', `vscode-remote://${server.authority}${root}`],
      ['extensionTestsPath', `vscode-remote://${server.authority}${runner}`],
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ])
    await page.goto(url)
    // A wrong authority or a missing gate flag means that no exit ever comes.
    const timer = setTimeout(() => exit.reject(new Error(`No result within ${timeoutMs / 1000} s`)), timeoutMs)
    const code = await exit.promise.finally(() => clearTimeout(timer))
    const result = JSON.parse(await readFile(counts, 'utf8'))
    if (code !== 0 && result.failed === 0) result.failed = 1
    return result
  } finally {
    await browser.close()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The address of a workbench with this folder open. */
export function workbenchUrl(authority, folder, payload) {
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) })
  return `http://${authority}/?${query}`
}

/** Only what the reporter says, not the host's own log, unless that is asked for. */
function print(args) {
  const text = args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ')
  if (process.env.SANDRUN_TEST_VERBOSE || /^(\n  \S|    [✓✗-] )/.test(text)) console.log(text)
}
