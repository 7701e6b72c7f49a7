import { exits } from '../command/action.ts'
import { SandrunCommand } from '../command/command.ts'

export const helpCommand = new SandrunCommand('help', {
  about: 'Show help for a command',
  examples: ['sandrun help run', 'sandrun help lang build'],
})
helpCommand.argument('[COMMAND...]').action(
  exits(async (names) => {
    process.stdout.write(helpCommand.app.find(names).helpInformation())
    return 0
  }),
)
