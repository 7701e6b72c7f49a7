import { ROLES, type Role } from '../model/principal.ts'
import { createToken, tokenState } from '../gateway/access/stored-tokens.ts'
import { readConfig } from '../settings/environment.ts'
import { CAP_NAMES, parseCaps, type PartialCaps } from '../model/caps.ts'
import { openDatabase } from '../drivers/sqlite/database.ts'
import { SqliteTokens } from '../drivers/sqlite/sqlite-tokens.ts'
import type { TokenRecord, TokenStore } from '../ports/token-store.ts'
import { type Command, type CommandOptions, parseOptions, UsageError } from './command.ts'
import { parseExpiry } from './expiry.ts'
import { parseLimits } from './limit-option.ts'
import { formatTable } from './table.ts'

const OPTIONS = {
  role: { type: 'string', value: ROLES.join('|'), about: 'what its owner may do (user)' },
  expires: { type: 'string', value: 'WHEN', about: '12h, 30d, 8w or a date; otherwise it never ends' },
  limit: { type: 'string', multiple: true, value: 'NAME=AMOUNT', about: 'the most its runs may ask for: memory=512m' },
  cap: {
    type: 'string',
    multiple: true,
    value: 'NAME=NUMBER',
    about: `how much of the service: ${CAP_NAMES.join(', ')}`,
  },
  json: { type: 'boolean', about: 'print the list as JSON' },
} as const satisfies CommandOptions

type Options = ReturnType<typeof parseOptions<typeof OPTIONS>>

/** Who may use the service. It need not run, nor be started again. */
export const tokenCommand: Command = {
  about: 'give people tokens for the service, and take them back',
  usage: ['token create NAME [OPTIONS]', 'token list [--json]', 'token revoke NAME|ID'],
  words: ['create', 'list', 'revoke'],
  options: OPTIONS,
  notes: 'Call it as the user the service runs as, with its SANDRUN_STATE_DIR. A running service knows at once.',
  examples: ['sandrun token create ada --expires 180d', 'sandrun token revoke ada'],
  run,
}

async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions('token', argv, OPTIONS)
  const [action = '', ...names] = positionals
  const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined
  if (act === undefined)
    throw new UsageError(action === '' ? 'token: do what?' : `There is no "token ${action}".`, HELP)
  const database = openDatabase(readConfig(process.env).stateDir)
  try {
    process.stdout.write(await act(new SqliteTokens(database), names, values))
    return 0
  } finally {
    database.close()
  }
}

const HELP = '"sandrun help token" shows what there is.'

/** Each gives back what to print. */
const ACTIONS: Readonly<
  Record<string, (store: TokenStore, names: readonly string[], values: Options['values']) => Promise<string>>
> = { create, list, revoke }

/** Only the token goes to standard output, so that a script can take it from there. */
async function create(store: TokenStore, names: readonly string[], values: Options['values']): Promise<string> {
  const name = onlyOne(names, 'sandrun token create NAME')
  const expiresAt = parseExpiry(values.expires, Date.now())
  const secret = await createToken(store, {
    name: checkName(name),
    role: parseRole(values.role ?? 'user'),
    limits: parseLimits(values.limit),
    caps: readCaps(values.cap ?? []),
    expiresAt,
  })
  const until = expiresAt === null ? '' : ` until ${day(expiresAt)}`
  process.stderr.write(`The token of "${name}", valid${until}; it is shown only now:\n`)
  return `${secret}\n`
}

async function list(store: TokenStore, _names: readonly string[], values: Options['values']): Promise<string> {
  const now = Date.now()
  const shown = (await store.list()).map((record) => describe(record, now))
  if (values.json === true) return `${JSON.stringify(shown, null, 2)}\n`
  const rows = shown.map(({ id, name, role, created, expires, limits, caps, state }) => [
    id,
    name,
    role,
    created,
    expires ?? 'never',
    Object.entries({ ...limits, ...caps })
      .map(([limit, value]) => `${limit}=${value}`)
      .join(','),
    state,
  ])
  return formatTable(['id', 'name', 'role', 'created', 'expires', 'limits', 'state'], rows)
}

async function revoke(store: TokenStore, names: readonly string[]): Promise<string> {
  const named = onlyOne(names, 'sandrun token revoke NAME')
  const revoked = await store.revoke(named)
  if (revoked === null) throw new UsageError(`There is no valid token "${named}".`, 'See them with: sandrun token list')
  return `The token of "${revoked.name}" (${revoked.id}) is revoked.\n`
}

function describe(record: TokenRecord, now: number) {
  const { id, name, role, limits, caps, createdAt, expiresAt } = record
  return {
    id,
    name,
    role,
    created: day(createdAt),
    expires: expiresAt === null ? null : day(expiresAt),
    limits,
    caps,
    state: tokenState(record, now),
  }
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

function onlyOne(positionals: readonly string[], example: string): string {
  const [name, ...more] = positionals
  if (name === undefined || more.length > 0) throw new UsageError('Name one token.', `Write it as: ${example}`)
  return name
}

function checkName(name: string): string {
  if (/^[\w.@-]{1,64}$/.test(name)) return name
  throw new UsageError(`"${name}" is no name for a token.`, 'Take up to 64 letters, digits, and . _ - @.')
}

function readCaps(texts: readonly string[]): PartialCaps {
  const caps = parseCaps(texts.join(','))
  if (caps === null)
    throw new UsageError(`"${texts.join(',')}" are no caps.`, `There are ${CAP_NAMES.join(', ')}: running=4.`)
  return caps
}

function parseRole(text: string): Role {
  const role = ROLES.find((known) => known === text)
  if (role === undefined) throw new UsageError(`There is no role "${text}".`, `There are ${ROLES.join(' and ')}.`)
  return role
}
