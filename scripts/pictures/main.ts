import { runCommand } from '../bootstrap/command.mjs'
import { ROOT } from '../bootstrap/prepare.mjs'
import { describeError, SetupError } from '../bootstrap/setup-error.mjs'
import { showStep } from '../bootstrap/step-line.mjs'
import { bundleCommandLine } from '../start/command-line.ts'
import { claimPort } from '../start/free-port.ts'
import { buildImages } from '../start/images.ts'
import { Service } from '../start/service.ts'
import { buildWebPage } from '../start/web-page.ts'

/** The scripts that take pictures; each gets the service's address. */
const SCRIPTS: Record<string, (url: string) => { args: string[]; env: NodeJS.ProcessEnv }> = {
  recording: () => ({ args: ['extension/test/recording.mjs'], env: {} }),
  vscode: (url) => ({
    args: ['extension/test/e2e.mjs'],
    env: { SANDRUN_TEST_SERVICE_URL: url, SANDRUN_SCREENSHOTS: '1' },
  }),
  web: (url) => ({ args: ['service/web/scripts/screenshots.ts', url], env: {} }),
}

/** The pictures that were asked for, or all. */
function chosen(words: readonly string[]): string[] {
  const names = Object.keys(SCRIPTS)
  const unknown = words.find((word) => !names.includes(word))
  if (unknown !== undefined)
    throw new SetupError(`There are no pictures called ${unknown}.`, { todo: `Choose from ${names.join(', ')}.` })
  return words.length === 0 ? names : [...words]
}

async function takePictures(words: readonly string[]): Promise<void> {
  const names = chosen(words)
  await bundleCommandLine()
  await Promise.all([buildImages(), buildWebPage()])
  const service = new Service('127.0.0.1', await claimPort('127.0.0.1', 0), 'none')
  try {
    await service.ready()
    for (const name of names) {
      const { args, env } = SCRIPTS[name]?.(service.url) ?? { args: [], env: {} }
      await showStep(`Pictures: ${name}`, async (detail) => {
        await runCommand(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env }, onLine: detail })
        return 'in docs/images'
      })
    }
  } finally {
    await service.stop()
  }
}

try {
  await takePictures(process.argv.slice(2))
} catch (error) {
  console.error(describeError(error))
  process.exitCode = 1
}
