import { runCommand } from '../bootstrap/command.mjs'
import { ROOT } from '../bootstrap/prepare.mjs'
import { showStep } from '../bootstrap/step-line.mjs'

/** Runs from its bundle: a second less than from the sources, for each command. */
export const CLI = 'bin/sandrun.mjs'

/** For a language whose bases must be built too. */
const USUAL_SECONDS = 45

/** Builds the agent and these languages, or the starters; fast if nothing has changed. */
export async function buildImages(languages?: readonly string[]): Promise<void> {
  await showStep('Images', async (detail) => {
    await buildLanguages(languages ?? ['--starter'], detail)
    return languages === undefined ? 'agent and starter languages' : `agent, ${languages.join(', ')}`
  })
}

/** Builds the agent and the first program's language, if any. The service builds the missing others while it serves. */
export async function buildFirstImages(language: string | null): Promise<void> {
  const build = async (detail: (text: string) => void): Promise<string> => {
    await (language === null ? buildLanguages(['--starter'], detail) : buildLanguages([language], detail))
    return language === null ? 'agent' : `agent and ${language}`
  }
  await showStep('First image', build, { usually: USUAL_SECONDS })
}

async function buildLanguages(args: readonly string[], detail: (text: string) => void): Promise<void> {
  await runCommand(process.execPath, [CLI, 'lang', 'build', ...args], {
    cwd: ROOT,
    onLine: detail,
    todo: 'Read the output above. To find more problems: bin/sandrun.mjs doctor',
  })
}
