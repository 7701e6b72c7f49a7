import { exits } from '../command/action.ts'
import { SandrunCommand } from '../command/command.ts'
import { CONFIG_KEYS } from './config-keys.ts'

const key = `<${CONFIG_KEYS.join('|')}>` as const

const list = new SandrunCommand('list', { about: 'List the settings; the token stays hidden' }).action(
  exits(async () => (await import('./config.ts')).list()),
)

const get = new SandrunCommand('get', {
  about: 'Print a setting; the exit code is 1 if it is not set',
  examples: ['sandrun config get url'],
})
  .argument(key)
  .action(exits(async (name) => (await import('./config.ts')).get(name)))

const set = new SandrunCommand('set', {
  about: 'Save a setting',
  notes:
    'Without VALUE, the command asks for it or reads standard input. This keeps a token out of your shell history.',
  examples: ['sandrun config set url https://runs.example', 'sandrun config set token < token.txt'],
})
  .argument(key)
  .argument('[VALUE]')
  .action(exits(async (name, value) => (await import('./config.ts')).set(name, value)))

const unset = new SandrunCommand('unset', {
  about: 'Remove a setting',
  examples: ['sandrun config unset token'],
})
  .argument(key)
  .action(exits(async (name) => (await import('./config.ts')).unset(name)))

const path = new SandrunCommand('path', { about: "Print the settings file's path" }).action(
  exits(async () => (await import('./config.ts')).path()),
)

export const configCommand = new SandrunCommand('config', {
  about: 'Save your settings: url, token, color',
  notes: [
    'Keys: url (the service to use), token (sent only to the service at url), color (auto, always, never).',
    'Without VALUE, the command asks for it or reads standard input. This keeps a token out of your shell history.',
    'Options and the environment (SANDRUN_URL, SANDRUN_TOKEN) override these settings.',
  ].join('\n'),
  examples: [
    'sandrun config set url https://runs.example',
    'sandrun config set token < token.txt',
    'sandrun config list',
  ],
})
for (const command of [list, get, set, unset, path]) configCommand.addCommand(command)
