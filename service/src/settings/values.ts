import * as z from 'zod/mini'
import { isLoopback, isNetwork } from '../model/addresses.ts'
import type { ClaimRule } from './config.ts'

export function whole(least: number, most = Number.MAX_SAFE_INTEGER, what = `must be a whole number from ${least}`) {
  return z.coerce.number(what).check(z.int(what), z.gte(least, what), z.lte(most, what))
}
export function oneOf<const T extends readonly string[]>(words: T) {
  return z.enum(words, `must be one of ${words.join(', ')}`)
}
export const port = whole(0, 65_535, 'must be a whole number from 0 to 65535')
export const positive = whole(1)
export const CPUS = 'must be a number of CPUs above 0, like 0.5'
export const path = z.string().check(z.minLength(1, 'must be a path'))
export const list = z.pipe(
  z.string(),
  z.transform((text) => text.split(',').flatMap((item) => item.trim() || [])),
)

/**
 * As browsers send them (RFC 6454, section 6.2): any other spelling would never match. `frame-ancestors` would read `*`
 * as any host or port, and no header can contain letters beyond ASCII.
 */
const ORIGIN = /^[a-z][a-z\d+.-]*:\/\/(?:(?![/?#;,'"*A-Z])[!-~])+$/
export const origins = list.check(
  z.refine(
    (items) => items.every((item) => ORIGIN.test(item)),
    'must be origins in lower case, without a path or *, in ASCII: https://wiki.example',
  ),
)

export const onOff = z.pipe(
  oneOf(['on', 'off']),
  z.transform((text) => text === 'on'),
)
export const addresses = list.check(
  z.refine((items) => items.every(isNetwork), 'must be addresses or networks, like 10.0.0.1 or 10.0.0.0/8'),
)
export const claimRule = z.pipe(
  z.string().check(z.regex(/^[^=]+=.+$/, 'must be a claim and its value, like groups=staff')),
  z.transform((text): ClaimRule => ({ claim: text.split('=', 1).join(), value: text.slice(text.indexOf('=') + 1) })),
)
export const issuer = z
  .string()
  .check(
    z.refine((text) => URL.canParse(text) && isSecure(new URL(text)), 'must be an address that begins with https://'),
  )

/** Keys sent in the clear could be anyone's; on this machine nobody can replace them. */
function isSecure({ protocol, hostname: name }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(name))
}

/** May contain a password, so no message shows it. */
export const redisAddress = z
  .string()
  .check(z.refine((text) => /^rediss?:/.test(text) && URL.canParse(text), 'must be a redis:// or rediss:// address'))

/** The parent of containers' cgroups: a slice for the cgroup driver `systemd` (systemd.slice(5)), a path for `cgroupfs`. */
export const cgroupParent = z
  .string()
  .check(
    z.regex(
      /^(?:[\w.-]+\.slice|(?:\/(?!\.\.?(?:\/|$))[\w.-]+)+)$/,
      'must be a systemd slice like sandrun.slice, or a path like /sandrun if Docker uses cgroupfs',
    ),
  )

/** A registry and a path in it, in Docker's form, without a tag. */
export const imagePrefix = z
  .string()
  .check(
    z.regex(
      /^[a-z0-9][a-z0-9.-]*(?::\d+)?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/,
      'must be a registry and a path in it, like ghcr.io/sandrun or localhost:5000/sandrun',
    ),
  )
