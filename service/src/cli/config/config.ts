import { text } from 'node:stream/consumers'
import { ask } from '../command/ask.ts'
import { tell } from '../command/message.ts'
import { didYouMean, UsageError } from '../command/usage-error.ts'
import { CONFIG_KEYS } from './config-keys.ts'
import { configPath } from './config-path.ts'
import { faultOf, readUserConfig, type UserConfig, writeUserConfig } from './user-config.ts'

type Key = (typeof CONFIG_KEYS)[number]

/** `sandrun config list` */
export async function list(): Promise<number> {
  const config = await readUserConfig(process.env)
  for (const key of CONFIG_KEYS) {
    const value = config[key]
    // Others may see the screen.
    if (value !== undefined) process.stdout.write(`${key} = ${key === 'token' ? '(set)' : value}\n`)
  }
  return 0
}

/** `sandrun config get`: the exit code is 1 for a key that is not set, as in `git config`. */
export async function get(name: string): Promise<number> {
  const value = (await readUserConfig(process.env))[keyOf(name)]
  if (value !== undefined) process.stdout.write(`${value}\n`)
  return value === undefined ? 1 : 0
}

/** `sandrun config set`: asks for the value if none is given. */
export async function set(name: string, given: string | undefined): Promise<number> {
  const key = keyOf(name)
  const value = given ?? (await askFor(key))
  const fault = faultOf(key, value)
  if (fault !== null) {
    // A token is a secret, so it is not repeated.
    const shown = key === 'token' ? '' : ` "${value}"`
    throw new UsageError(`Invalid value${shown} for ${key}.`, `The value ${fault}.`)
  }
  const before = await readUserConfig(process.env)
  const after = { ...before, [key]: value }
  const isElsewhere = key === 'url' && before.token !== undefined && originOf(before) !== originOf(after)
  if (isElsewhere) tell('Removed the token of the previous service.')
  if (key === 'token' && after.url === undefined) tell('Set url too: the token is sent only to that service.')
  await writeUserConfig(process.env, isElsewhere ? without(after, 'token') : after)
  return 0
}

/** `sandrun config unset` */
export async function unset(name: string): Promise<number> {
  const key = keyOf(name)
  await writeUserConfig(process.env, without(await readUserConfig(process.env), key))
  return 0
}

/** `sandrun config path` */
export async function path(): Promise<number> {
  process.stdout.write(`${configPath(process.env)}\n`)
  return 0
}

/** Asks without showing the input; reads a pipe to its end. */
async function askFor(key: Key): Promise<string> {
  if (!process.stdin.isTTY) return (await text(process.stdin)).trim()
  const otherwise = `Without a question: sandrun config set ${key} < FILE`
  return ask({ text: `${key}:`, otherwise, isSecret: true })
}

function keyOf(name: string): Key {
  const key = CONFIG_KEYS.find((known) => known === name)
  if (key !== undefined) return key
  throw new UsageError(
    `Unknown setting "${name}".`,
    `${didYouMean(name, CONFIG_KEYS)}Settings: ${CONFIG_KEYS.join(', ')}.`,
  )
}

function originOf({ url }: UserConfig): string | undefined {
  return url === undefined ? undefined : new URL(url).origin
}

function without(config: UserConfig, key: Key): UserConfig {
  return Object.fromEntries(Object.entries(config).filter(([name]) => name !== key))
}
