import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { loadCatalog } from '../../../languages/catalog.ts'
import { readConfig } from '../../../settings/environment.ts'
import { didYouMean, UsageError } from '../../command/usage-error.ts'
import { bashCompletion } from './bash.ts'
import { commandFacts, type CommandFacts } from './facts.ts'
import { fishCompletion } from './fish.ts'
import { zshCompletion } from './zsh.ts'

const SHELLS: Readonly<Record<string, (commands: readonly CommandFacts[]) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
}

/** For all commands of `app`. */
export async function printCompletion(shell: string, app: CommandUnknownOpts): Promise<number> {
  const write = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined
  if (write === undefined) {
    const known = Object.keys(SHELLS)
    const hint = `${didYouMean(shell, known)}Shells: ${known.join(', ')}.`
    throw new UsageError(`Unknown shell "${shell}".`, hint)
  }
  const { packs } = await loadCatalog(readConfig(process.env).languagesDir)
  const languages = packs.map(({ manifest }) => manifest.id)
  process.stdout.write(write(commandFacts(app, languages)))
  return 0
}
