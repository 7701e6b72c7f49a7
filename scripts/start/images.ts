import { runCommand } from '../bootstrap/command.mjs'
import { ROOT } from '../bootstrap/prepare.mjs'
import { showStep } from '../bootstrap/step-line.mjs'

export const CLI = 'service/src/cli/main.ts'

/** The agent and the starter languages; quick when nothing has changed since the last time. */
export async function buildImages(): Promise<void> {
  await showStep('Images', async (detail) => {
    await runCommand(process.execPath, [CLI, 'lang', 'build', '--starter'], {
      cwd: ROOT,
      onLine: detail,
      todo: 'Read the output above. To find more problems: bin/sandrun.mjs doctor',
    })
    return 'agent and starter languages'
  })
}
