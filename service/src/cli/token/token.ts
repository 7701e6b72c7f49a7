import { ROLES, type Role } from '../../model/principal.ts'
import { createToken, tokenState } from '../../gateway/access/stored-tokens.ts'
import { readConfig } from '../../settings/environment.ts'
import { CAP_NAMES } from '../../model/cap-names.ts'
import { parseCaps, type PartialCaps } from '../../model/caps.ts'
import { openTokenStore } from '../../compose/token-store.ts'
import type { TokenRecord } from '../../ports/token-store.ts'
import { parseExpiry } from './expiry.ts'
import { parseLimits } from '../command/limit-option.ts'
import { UsageError } from '../command/usage-error.ts'
import { formatTable } from '../command/table.ts'

/** The options of a new token. */
export interface TokenOptions {
  role?: string
  expires?: string
  limit?: string[]
  cap?: string[]
}

/** `sandrun token create`: prints only the token to standard output, for scripts. */
export async function create(name: string, options: TokenOptions): Promise<number> {
  const expiresAt = parseExpiry(options.expires, Date.now())
  const wanted = {
    name: checkName(name),
    role: parseRole(options.role ?? 'user'),
    limits: parseLimits(options.limit),
    caps: readCaps(options.cap ?? []),
    expiresAt,
  }
  using store = openTokenStore(readConfig(process.env))
  const secret = await createToken(store.tokens, wanted)
  const until = expiresAt === null ? '' : ` until ${day(expiresAt)}`
  process.stderr.write(`Created the token "${name}", valid${until}. It is shown only once:\n`)
  process.stdout.write(`${secret}\n`)
  return 0
}

/** `sandrun token list` */
export async function list({ json = false }: { json?: boolean }): Promise<number> {
  using store = openTokenStore(readConfig(process.env))
  const now = Date.now()
  const shown = (await store.tokens.list()).map((record) => describe(record, now))
  process.stdout.write(json ? `${JSON.stringify(shown, null, 2)}\n` : tableOf(shown))
  return 0
}

/** `sandrun token revoke`, by name or id. */
export async function revoke(named: string): Promise<number> {
  using store = openTokenStore(readConfig(process.env))
  const revoked = await store.tokens.revoke(named)
  if (revoked === null)
    throw new UsageError(`No valid token is called "${named}".`, 'List the tokens: sandrun token list')
  process.stdout.write(`Revoked the token "${revoked.name}" (${revoked.id}).\n`)
  return 0
}

function tableOf(shown: readonly ReturnType<typeof describe>[]): string {
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

function checkName(name: string): string {
  if (/^[\w.@-]{1,64}$/.test(name)) return name
  throw new UsageError(`"${name}" can't be the name of a token.`, 'Use 1 to 64 letters, digits, and . _ - @.')
}

function readCaps(texts: readonly string[]): PartialCaps {
  const caps = parseCaps(texts.join(','))
  if (caps === null)
    throw new UsageError(
      `"${texts.join(',')}" is not a list of caps.`,
      `Write running=4. Caps: ${CAP_NAMES.join(', ')}.`,
    )
  return caps
}

function parseRole(text: string): Role {
  const role = ROLES.find((known) => known === text)
  if (role === undefined) throw new UsageError(`Unknown role "${text}".`, `Roles: ${ROLES.join(', ')}.`)
  return role
}
