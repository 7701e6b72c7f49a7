import { join } from 'node:path'
import { runCommand } from '../bootstrap/command.mjs'
import { ROOT } from '../bootstrap/prepare.mjs'
import { describeError } from '../bootstrap/setup-error.mjs'
import { showStep } from '../bootstrap/step-line.mjs'
import { makeIfChanged } from './stamped.ts'

const VSIX = join(ROOT, 'extension/dist/sandrun.vsix')
/** `languages` too: the files that show the button depend on the packs. */
const INPUTS = [
  'extension/*.{json,md,mjs,ts,png}',
  'extension/{src,media,scripts,syntaxes}/**',
  'shared/src/**',
  'scripts/{package,command}/**',
  'bin/**',
  'service/{src,agent/src,agent/handover}/**',
  'service/agent/{Dockerfile,Makefile}',
  'service/web/index.html',
  'service/web/src/**',
  'languages/*/*',
  'languages/_bases/**',
  'languages/*/toolchain/**',
  'pnpm-lock.yaml',
]

/**
 * Packages the extension if its sources have changed. The service is useful without it, so a failure is printed and
 * null returned.
 */
export async function packageExtension(): Promise<string | null> {
  try {
    await showStep('Extension', async (detail) => {
      const made = await makeIfChanged({
        output: VSIX,
        inputs: INPUTS,
        make: () => runCommand('pnpm', ['run', 'package'], { cwd: join(ROOT, 'extension'), onLine: detail }),
      })
      return made ? 'packaged' : 'packaged before'
    })
    return VSIX
  } catch (error) {
    console.error(`${describeError(error)}\n  Can't package the extension; the service starts without it.`)
    return null
  }
}
