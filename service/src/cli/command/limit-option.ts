import { type LimitName, type PartialLimits, SandrunError } from '@sandrun/shared'

type Units = Readonly<Record<string, number>>

const MILLISECONDS: Units = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 }
const KILOBYTES: Units = { k: 1, kb: 1, m: 1024, mb: 1024, g: 1024 ** 2, gb: 1024 ** 2 }
const MEGABYTES: Units = { k: 1 / 1024, kb: 1 / 1024, m: 1, mb: 1, g: 1024, gb: 1024 }
const COUNT: Units = { '': 1 }

const LIMITS: Readonly<Record<string, readonly [LimitName, Units]>> = {
  cpu: ['cpuMs', MILLISECONDS],
  wall: ['wallMs', MILLISECONDS],
  idle: ['idleMs', MILLISECONDS],
  memory: ['memoryMb', MEGABYTES],
  disk: ['diskMb', MEGABYTES],
  file: ['fileMb', MEGABYTES],
  output: ['outputKb', KILOBYTES],
  processes: ['processes', COUNT],
  'open-files': ['openFiles', COUNT],
}

/** Reads limits such as `cpu=2s,memory=64m`. Throws a SandrunError that names the faulty part. */
export function parseLimits(texts: readonly string[] = []): PartialLimits {
  const limits: PartialLimits = {}
  for (const part of texts.flatMap((text) => text.split(','))) {
    const [, name = '', amount, unit = ''] = /^([\w-]+)=(\d+(?:\.\d+)?)([a-z]*)$/.exec(part.trim().toLowerCase()) ?? []
    const [field, units] = (Object.hasOwn(LIMITS, name) && LIMITS[name]) || []
    const scale = units !== undefined && Object.hasOwn(units, unit) ? units[unit] : undefined
    if (field === undefined || scale === undefined) {
      throw new SandrunError('invalid-request', whatIsWrong(part.trim()), {
        field: 'limits',
        hint: `Examples: cpu=2s, memory=64m, processes=8. Limits: ${Object.keys(LIMITS).join(', ')}.`,
      })
    }
    limits[field] = Math.round(Number(amount) * scale)
  }
  return limits
}

function whatIsWrong(part: string): string {
  const [name = '', ...value] = part.split('=')
  if (!Object.hasOwn(LIMITS, name.toLowerCase())) return `Unknown limit "${name}".`
  return `Invalid value "${value.join('=')}" for the limit ${name.toLowerCase()}.`
}

/** The command line's name for a limit. */
export function limitOptionName(limit: LimitName): string {
  return Object.entries(LIMITS).find(([, [name]]) => name === limit)?.[0] ?? limit
}
