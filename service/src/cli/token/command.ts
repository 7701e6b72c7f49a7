import { CAP_NAMES } from '../../model/cap-names.ts'
import { ROLES } from '../../model/principal.ts'
import { exits, oneMore } from '../command/action.ts'
import { SandrunCommand } from '../command/command.ts'

const create = new SandrunCommand('create', {
  about: 'Create a token and print it once',
  examples: ['sandrun token create ada --expires 180d', 'sandrun token create ci --limit memory=512m --cap running=4'],
})
  .argument('<NAME>')
  .option(`--role <${ROLES.join('|')}>`, 'Set the role of its owner (default: user)')
  .option('--expires <WHEN>', 'Expire after 12h, 30d or 8w, or on a date (default: never)')
  .option('--limit <NAME=AMOUNT>', 'Set the highest limits that its runs may have: memory=512m (repeatable)', oneMore)
  .option('--cap <NAME=NUMBER>', `Cap its share of the service: ${CAP_NAMES.join(', ')} (repeatable)`, oneMore)
  .action(exits(async (name, options) => (await import('./token.ts')).create(name, options)))

const list = new SandrunCommand('list', { about: 'List tokens, their limits and when they expire' })
  .option('--json', 'Print the list as JSON')
  .action(exits(async (options) => (await import('./token.ts')).list(options)))

const revoke = new SandrunCommand('revoke', {
  about: 'Revoke a token immediately',
  examples: ['sandrun token revoke ada'],
})
  .argument('<NAME|ID>')
  .action(exits(async (named) => (await import('./token.ts')).revoke(named)))

export const tokenCommand = new SandrunCommand('token', {
  about: 'Create, list and revoke tokens for the service',
  notes:
    'Run it as the account that the service runs under, with the same SANDRUN_STATE_DIR; for a cluster, with SANDRUN_REDIS. A running service applies changes immediately.',
  examples: ['sandrun token create ada --expires 180d', 'sandrun token revoke ada'],
})
for (const command of [create, list, revoke]) tokenCommand.addCommand(command)
