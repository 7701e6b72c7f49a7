import { join } from 'node:path'
import { runCommand } from '../bootstrap/command.mjs'
import { ROOT } from '../bootstrap/prepare.mjs'
import { describeError } from '../bootstrap/setup-error.mjs'
import { showStep } from '../bootstrap/step-line.mjs'
import { makeIfChanged } from './stamped.ts'

const PAGE = join(ROOT, 'service/web')
const INPUTS = ['service/web/*.{json,html}', 'service/web/{src,scripts}/**', 'shared/src/**', 'pnpm-lock.yaml']

/** Builds the web page if its sources have changed. The service is useful without it, so a failure is only printed. */
export async function buildWebPage(): Promise<void> {
  try {
    await showStep('Web page', async (detail) => {
      const made = await makeIfChanged({
        output: join(PAGE, 'dist/index.html'),
        inputs: INPUTS,
        // The first program's image is built beside it, and takes longer.
        make: () => runCommand('pnpm', ['run', 'build'], { cwd: PAGE, onLine: detail, gentle: true }),
      })
      return made ? 'built' : 'built before'
    })
  } catch (error) {
    console.error(`${describeError(error)}\n  Can't build the web page; the service starts without it.`)
  }
}
