import { readConfig } from '../../../settings/environment.ts'
import { loadCatalog } from '../../../languages/catalog.ts'
import { type Command, didYouMean, parseOptions, UsageError } from '../../command/command.ts'
import { bashCompletion } from './bash.ts'
import { fishCompletion } from './fish.ts'
import { completionFacts, type CompletionFacts } from './facts.ts'
import { zshCompletion } from './zsh.ts'

const SHELLS: Readonly<Record<string, (facts: CompletionFacts) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
}

export const completionCommand: Command = {
  about: 'print what makes your shell complete commands, options and languages',
  usage: [`completion ${Object.keys(SHELLS).join('|')}`],
  words: Object.keys(SHELLS),
  options: {},
  examples: [
    'source <(sandrun completion bash)                  # in ~/.bashrc',
    'source <(sandrun completion zsh)                   # in ~/.zshrc, after compinit',
    'sandrun completion fish > ~/.config/fish/completions/sandrun.fish',
  ],
  run,
}

async function run(argv: readonly string[]): Promise<number> {
  const { positionals } = parseOptions('completion', argv, {})
  const [shell = ''] = positionals
  const write = Object.hasOwn(SHELLS, shell) ? SHELLS[shell] : undefined
  if (write === undefined) {
    const known = Object.keys(SHELLS)
    throw new UsageError(
      shell === '' ? 'For which shell?' : `There is no completion for "${shell}".`,
      `${didYouMean(shell, known)}There are: ${known.join(', ')}.`,
    )
  }
  const { packs } = await loadCatalog(readConfig(process.env).languagesDir)
  const languages = packs.map(({ manifest }) => manifest.id)
  process.stdout.write(write(await completionFacts(languages)))
  return 0
}
