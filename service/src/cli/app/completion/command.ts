import { exits } from '../../command/action.ts'
import { SandrunCommand } from '../../command/command.ts'

export const completionCommand = new SandrunCommand('completion', {
  about: 'Print a script that completes commands, options and languages in your shell',
  examples: [
    'source <(sandrun completion bash)                  # in ~/.bashrc',
    'source <(sandrun completion zsh)                   # in ~/.zshrc, after compinit',
    'sandrun completion fish > ~/.config/fish/completions/sandrun.fish',
  ],
})
completionCommand
  .argument('<bash|zsh|fish>')
  .action(exits(async (shell) => (await import('./print.ts')).printCompletion(shell, completionCommand.app)))
