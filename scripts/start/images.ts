import { runCommand } from '../bootstrap/command.mjs'
import { ROOT } from '../bootstrap/prepare.mjs'
import { showStep } from '../bootstrap/step-line.mjs'

export const CLI = 'service/src/cli/main.ts'

const WHAT = { starter: 'agent and starter languages', offline: 'agent and all languages that need no other source' }

/** The agent and these languages; quick when nothing has changed since the last time. */
export async function buildImages(which: keyof typeof WHAT = 'starter'): Promise<void> {
  await showStep('Images', async (detail) => {
    await runCommand(process.execPath, [CLI, 'lang', 'build', `--${which}`], {
      cwd: ROOT,
      onLine: detail,
      todo: 'Read the lines above; npx sandrun doctor tells what else may be amiss.',
    })
    return WHAT[which]
  })
}
