import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startBrowser } from './browser.mjs'
import { startVsCodeServer } from './vscode-server.mjs'

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
/** The module that also runs the tests in a desktop VS Code. */
const runner = fileURLToPath(new URL('runner.cjs', import.meta.resolve('@vscode/test-cli')))

/**
 * Runs test files in a real extension host and returns their counts: in the server's host, which is Node; or, for a
 * `webModule`, in the browser's, which has no mocha: the module itself reports its tests.
 */
export async function runInExtensionHost({
  files,
  webModule,
  workspaceFolder,
  mocha,
  settings,
  trust,
  env,
  timeoutMs,
}) {
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
    const printed = []
    await page.exposeFunction('codeAutomationLog', (_type, args) => printed.push(print(args)))
    await page.exposeFunction('codeAutomationExit', (code) => exit.resolve(code))
    const url = workbenchUrl(server.authority, workspaceFolder, [
      ['extensionDevelopmentPath', `vscode-remote://${server.authority}${root}`],
      ['extensionTestsPath', `vscode-remote://${server.authority}${runner}`],
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
    ])
    if (webModule === undefined) await page.goto(url)
    else await openAsWebExtension(page, server.authority, { workspaceFolder, webModule, settings })
    // With a wrong authority or a missing gate flag the host never exits.
    const timer = setTimeout(() => exit.reject(new Error(`No result within ${timeoutMs / 1000} s`)), timeoutMs)
    const code = await exit.promise.finally(() => clearTimeout(timer))
    const result = webModule === undefined ? JSON.parse(await readFile(counts, 'utf8')) : countsOf(printed)
    if (code !== 0 && result.failed === 0) result.failed = 1
    return result
  } finally {
    await browser.close()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The extension's address for the page: on the server's origin, so that nothing forbids it. */
const WEB_PATH = '/extension-under-test'

/** Opens the workbench with the extension on the web, like `@vscode/test-web`: by the page's configuration. */
async function openAsWebExtension(page, authority, { workspaceFolder, webModule, settings }) {
  const extension = { scheme: 'http', authority, path: WEB_PATH }
  const tests = { ...extension, path: `${WEB_PATH}/${relative(root, webModule)}` }
  const context = page.context()
  await context.route(`http://${authority}${WEB_PATH}/**`, async (route) => {
    const path = join(root, new URL(route.request().url()).pathname.slice(WEB_PATH.length))
    if (path === join(root, 'test-service')) await route.fulfill({ body: settings['sandrun.service.url'] })
    else if (existsSync(path)) await route.fulfill({ path })
    else await route.fulfill({ status: 404 })
  })
  await context.route(
    ({ pathname }) => pathname === '/',
    async (route) => {
      const response = await route.fetch()
      const html = (await response.text()).replace(
        /(id="vscode-workbench-web-configuration" data-settings=")([^"]*)/,
        (_all, before, escaped) => {
          const configuration = JSON.parse(escaped.replaceAll('&quot;', '"'))
          configuration.developmentOptions = {
            ...configuration.developmentOptions,
            extensions: [extension],
            extensionTestsPath: tests,
          }
          return before + JSON.stringify(configuration).replaceAll('"', '&quot;')
        },
      )
      await route.fulfill({ response, body: html })
    },
  )
  await page.goto(workbenchUrl(authority, workspaceFolder, []))
}

/** The address of a workbench with this folder open. */
export function workbenchUrl(authority, folder, payload) {
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) })
  return `http://${authority}/?${query}`
}

function countsOf(lines) {
  const count = (mark) => lines.filter((line) => line.startsWith(`    ${mark} `)).length
  return { passed: count('✓'), failed: count('✗'), skipped: 0 }
}

/** Prints the reporter's output, and the host's own log only on request. Returns the whole text. */
function print(args) {
  const text = args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ')
  if (process.env.SANDRUN_TEST_VERBOSE || /^(\n  \S|    [✓✗-] )/.test(text)) console.log(text)
  return text
}
