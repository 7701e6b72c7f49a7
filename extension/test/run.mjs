import { globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { execFileSync } from 'node:child_process'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import suites from '../../.vscode-test.mjs'
import { makeCertificate } from './harness/certificate.mjs'
import { runInExtensionHost } from './harness/extension-host.mjs'
import { startService } from './harness/service.mjs'
import { addUnbuiltLanguages, removeTheirImages } from './harness/unbuilt-languages.mjs'
import { finish } from './harness/test-report.mjs'

/**
 * Runs the suites of .vscode-test.mjs in the extension host of a VS Code server, against the real service. The first
 * argument chooses a suite, the second its files whose names contain a word.
 */
const SUITE_TIMEOUT_MS = 15 * 60_000

/** A desktop VS Code has no browser extension host, so its list of suites lacks this one. */
const WEB_SUITE = {
  label: 'web',
  files: [],
  webModule: fileURLToPath(new URL('../out/test/integration/web/web.js', import.meta.url)),
  workspaceFolder: fileURLToPath(new URL('fixtures/workspace', import.meta.url)),
}

/** Needs languages that are not built, and adds them. */
const LOCAL_SUITE = {
  ...suites.find(({ label }) => label === 'trusted'),
  label: 'local',
  files: [fileURLToPath(new URL('../out/test/integration/local/*.test.js', import.meta.url))],
}

const repository = fileURLToPath(new URL('../..', import.meta.url))
const [, , only, word = ''] = process.argv

execFileSync(
  process.execPath,
  [
    '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
    'extension/scripts/build.ts',
    '--tests',
    // Only this suite starts the service that the extension contains.
    ...(only === undefined || only === 'local' ? ['--product'] : []),
  ],
  {
    cwd: repository,
    stdio: 'inherit',
  },
)

const scratch = mkdtempSync(join(tmpdir(), 'sandrun-certificate-'))
const certificate = makeCertificate(scratch)

const total = { passed: 0, failed: 0, skipped: 0 }
const service = await startService()
try {
  for (const suite of [...suites, LOCAL_SUITE, WEB_SUITE].filter(({ label }) => only === undefined || label === only)) {
    console.log(`\n${suite.label}`)
    if (suite.label === 'local') addUnbuiltLanguages()
    const files = suite.files.flatMap((pattern) => globSync(pattern)).filter((file) => basename(file).includes(word))
    try {
      const result = await runInExtensionHost({
        files: files.toSorted(),
        webModule: suite.webModule,
        workspaceFolder: suite.workspaceFolder,
        mocha: suite.mocha,
        trust: suite.label === 'restricted' ? 'ask' : 'all',
        settings: suite.label === 'local' ? {} : { 'sandrun.service.url': service.url },
        env: {
          ...suite.env,
          SANDRUN_TEST_SERVICE: service.url,
          SANDRUN_TEST_KEY: certificate.key,
          NODE_EXTRA_CA_CERTS: certificate.cert,
          // A suite's service must not serve other windows.
          XDG_RUNTIME_DIR: scratch,
        },
        timeoutMs: SUITE_TIMEOUT_MS,
      })
      for (const key of Object.keys(total)) total[key] += result[key]
    } catch (error) {
      console.error(`  ✗ ${suite.label}: ${error.stack}`)
      total.failed++
    } finally {
      if (suite.label === 'local') removeTheirImages()
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true })
  await service.stop()
}
await finish(total)
