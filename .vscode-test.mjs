import { fileURLToPath } from 'node:url'

/** The suites that run inside VS Code: `vscode-test` runs them in the desktop one, extension/test/run.mjs in a server. */
const suite = (label, folder) => ({
  label,
  files: [`extension/out/test/integration/${label}/*.test.js`],
  extensionDevelopmentPath: fileURLToPath(new URL('extension', import.meta.url)),
  workspaceFolder: `extension/test/fixtures/${folder}`,
  version: process.env.VSCODE_TEST_VERSION ?? 'stable',
  env: { SANDRUN_TEST_SERVICE: process.env.SANDRUN_TEST_SERVICE ?? 'http://127.0.0.1:8080' },
  mocha: {
    ui: 'bdd',
    timeout: 60_000,
    reporter: fileURLToPath(new URL('extension/test/harness/reporter.cjs', import.meta.url)),
  },
})

export default [suite('trusted', 'workspace'), suite('restricted', 'untrusted')]
