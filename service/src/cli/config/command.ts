import { exits } from '../command/action.ts'
import { SandrunCommand } from '../command/command.ts'
import { CONFIG_KEYS } from './config-keys.ts'

const key = `<${CONFIG_KEYS.join('|')}>` as const

const list = new SandrunCommand('list', { about: 'what is set; of the token only that it is' }).action(
  exits(async () => (await import('./config.ts')).list()),
)

const get = new SandrunCommand('get', {
  about: 'print a setting; the exit code is 1 where it is not set',
  question: 'which setting?',
  examples: ['sandrun config get url'],
})
  .argument(key)
  .action(exits(async (name) => (await import('./config.ts')).get(name)))

const set = new SandrunCommand('set', {
  about: 'remember a setting',
  question: 'which setting?',
  notes: 'Without VALUE it is asked for, or read from standard input: so a token does not end up in the history.',
  examples: ['sandrun config set url https://runs.example', 'sandrun config set token < token.txt'],
})
  .argument(key)
  .argument('[VALUE]')
  .action(exits(async (name, value) => (await import('./config.ts')).set(name, value)))

const unset = new SandrunCommand('unset', {
  about: 'forget a setting',
  question: 'which setting?',
  examples: ['sandrun config unset token'],
})
  .argument(key)
  .action(exits(async (name) => (await import('./config.ts')).unset(name)))

const path = new SandrunCommand('path', { about: 'print where the settings are kept' }).action(
  exits(async () => (await import('./config.ts')).path()),
)

export const configCommand = new SandrunCommand('config', {
  about: 'remember a service, its token, colours',
  notes: [
    'Keys: url (the service to use), token (shown to the service at url alone), color (auto, always, never).',
    'Without VALUE it is asked for, or read from standard input: so a token does not end up in the history.',
    'Options and environment (SANDRUN_URL, SANDRUN_TOKEN) come before what is set here.',
  ].join('\n'),
  examples: [
    'sandrun config set url https://runs.example',
    'sandrun config set token < token.txt',
    'sandrun config list',
  ],
})
for (const command of [list, get, set, unset, path]) configCommand.addCommand(command)
