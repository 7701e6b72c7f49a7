import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { type Command, didYouMean, parseOptions, UsageError } from '../command/command.ts'
import { tell } from '../command/message.ts'
import {
  checkConfig,
  CONFIG_KEYS,
  configPath,
  readUserConfig,
  type UserConfig,
  writeUserConfig,
} from './user-config.ts'

type Key = (typeof CONFIG_KEYS)[number]

const ACTIONS: Readonly<Record<string, (words: readonly string[]) => Promise<number>>> = { list, get, set, unset, path }

export const configCommand: Command = {
  about: 'remember a service, its token, colours',
  usage: ['config list', 'config get KEY', 'config set KEY [VALUE]', 'config unset KEY', 'config path'],
  words: Object.keys(ACTIONS),
  options: {},
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
  run,
}

async function run(argv: readonly string[]): Promise<number> {
  const { positionals } = parseOptions('config', argv, {})
  const [action = '', ...words] = positionals
  const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined
  if (act !== undefined) return act(words)
  const known = Object.keys(ACTIONS)
  throw new UsageError(
    action === '' ? 'config: do what?' : `There is no "config ${action}".`,
    `${didYouMean(action, known)}Write: sandrun config ${known.join('|')}`,
  )
}

async function list(): Promise<number> {
  const config = await readUserConfig(process.env)
  for (const key of CONFIG_KEYS) {
    const value = config[key]
    // A screen may be shared.
    if (value !== undefined) process.stdout.write(`${key} = ${key === 'token' ? '(set)' : value}\n`)
  }
  return 0
}

/** The exit code is 1 where nothing is set, as with `git config`. */
async function get([name]: readonly string[]): Promise<number> {
  const value = (await readUserConfig(process.env))[keyOf(name)]
  if (value !== undefined) process.stdout.write(`${value}\n`)
  return value === undefined ? 1 : 0
}

async function set([name, given]: readonly string[]): Promise<number> {
  const key = keyOf(name)
  const value = given ?? (await ask(key))
  const before = await readUserConfig(process.env)
  const after = checkConfig({ ...before, [key]: value }, 'config set')
  const isElsewhere = key === 'url' && before.token !== undefined && originOf(before) !== originOf(after)
  if (isElsewhere) tell('The token of the service before is forgotten.')
  if (key === 'token' && after.url === undefined) tell('Set url too: the token is shown to that service alone.')
  await writeUserConfig(process.env, isElsewhere ? without(after, 'token') : after)
  return 0
}

async function unset([name]: readonly string[]): Promise<number> {
  const key = keyOf(name)
  await writeUserConfig(process.env, without(await readUserConfig(process.env), key))
  return 0
}

async function path(): Promise<number> {
  process.stdout.write(`${configPath(process.env)}\n`)
  return 0
}

/** Asks without showing what is typed; from a pipe, takes all of it. */
async function ask(key: Key): Promise<string> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).trim()
  process.stderr.write(`${key}: `)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const prompt = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  try {
    return (await prompt.question('')).trim()
  } finally {
    prompt.close()
    process.stderr.write('\n')
  }
}

function keyOf(name: string | undefined): Key {
  const key = CONFIG_KEYS.find((known) => known === name)
  if (key !== undefined) return key
  throw new UsageError(
    name === undefined ? 'Which setting?' : `There is no setting "${name}".`,
    `${didYouMean(name ?? '', CONFIG_KEYS)}There are: ${CONFIG_KEYS.join(', ')}.`,
  )
}

function originOf({ url }: UserConfig): string | undefined {
  return url === undefined ? undefined : new URL(url).origin
}

function without(config: UserConfig, key: Key): UserConfig {
  return Object.fromEntries(Object.entries(config).filter(([name]) => name !== key))
}
