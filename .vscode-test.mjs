import { fileURLToPath } from 'node:url'

const path = (relative) => fileURLToPath(new URL(`extension/${relative}`, import.meta.url))

/** The suites that run inside VS Code: `vscode-test` runs them in the desktop one, extension/test/run.mjs in a server. */
const suite = (label, folder) => ({
  label,
  files: [path(`out/test/integration/${label}/*.test.js`)],
  extensionDevelopmentPath: path('.'),
  workspaceFolder: path(`test/fixtures/${folder}`),
  version: process.env.VSCODE_TEST_VERSION ?? 'stable',
  env: { SANDRUN_TEST_SERVICE: process.env.SANDRUN_TEST_SERVICE ?? 'http://127.0.0.1:8080' },
  mocha: { ui: 'bdd', timeout: 60_000, reporter: path('test/harness/reporter.cjs') },
})

export default [
  suite('startup', 'workspace'),
  suite('trusted', 'workspace'),
  suite('network', 'workspace'),
  suite('restricted', 'untrusted'),
]
