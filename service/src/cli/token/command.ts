import { CAP_NAMES } from '../../model/cap-names.ts'
import { ROLES } from '../../model/principal.ts'
import { exits, oneMore } from '../command/action.ts'
import { SandrunCommand } from '../command/command.ts'

const create = new SandrunCommand('create', {
  about: 'make a token; it goes to standard output, once',
  question: 'name one token.',
  examples: ['sandrun token create ada --expires 180d', 'sandrun token create ci --limit memory=512m --cap running=4'],
})
  .argument('<NAME>')
  .option(`--role <${ROLES.join('|')}>`, 'what its owner may do (user)')
  .option('--expires <WHEN>', '12h, 30d, 8w or a date; otherwise it never ends')
  .option('--limit <NAME=AMOUNT>', 'the most its runs may ask for: memory=512m', oneMore)
  .option('--cap <NAME=NUMBER>', `how much of the service: ${CAP_NAMES.join(', ')}`, oneMore)
  .action(exits(async (name, options) => (await import('./token.ts')).create(name, options)))

const list = new SandrunCommand('list', { about: 'who has one, with what limits, until when' })
  .option('--json', 'print the list as JSON')
  .action(exits(async (options) => (await import('./token.ts')).list(options)))

const revoke = new SandrunCommand('revoke', {
  about: 'take a token back, at once',
  question: 'name one token.',
  examples: ['sandrun token revoke ada'],
})
  .argument('<NAME|ID>')
  .action(exits(async (named) => (await import('./token.ts')).revoke(named)))

export const tokenCommand = new SandrunCommand('token', {
  about: 'give people tokens for the service, and take them back',
  notes: 'Call it as the user the service runs as, with its SANDRUN_STATE_DIR. A running service knows at once.',
  examples: ['sandrun token create ada --expires 180d', 'sandrun token revoke ada'],
})
for (const command of [create, list, revoke]) tokenCommand.addCommand(command)
