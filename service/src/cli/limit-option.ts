import { type PartialLimits, SandrunError } from '@sandrun/shared'

const NAMES = {
  cpu: 'cpuMs',
  wall: 'wallMs',
  idle: 'idleMs',
  memory: 'memoryMb',
  disk: 'diskMb',
  output: 'outputKb',
} as const
const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 }
const SIZES: Record<string, number> = { k: 1 / 1024, kb: 1 / 1024, m: 1, mb: 1, g: 1024, gb: 1024 }

/** Reads `cpu=2s,memory=64m`. Throws a SandrunError that names the part at fault. */
export function parseLimits(text: string | undefined): PartialLimits {
  const limits: PartialLimits = {}
  for (const part of text?.split(',') ?? []) {
    const [, name, amount, unit = ''] = /^(\w+)=(\d+(?:\.\d+)?)([a-z]*)$/.exec(part.trim().toLowerCase()) ?? []
    const field = isName(name) ? NAMES[name] : undefined
    const scale = field === undefined ? undefined : scaleOf(field, unit)
    if (field === undefined || scale === undefined) {
      throw new SandrunError('invalid-request', `"${part}" is no limit.`, {
        field: 'limits',
        hint: `Write it as cpu=2s or memory=64m; there are ${Object.keys(NAMES).join(', ')}.`,
      })
    }
    limits[field] = Math.round(Number(amount) * scale)
  }
  return limits
}

function scaleOf(field: string, unit: string): number | undefined {
  if (field.endsWith('Ms')) return UNITS[unit]
  const megabytes = SIZES[unit]
  return megabytes === undefined || !field.endsWith('Kb') ? megabytes : megabytes * 1024
}

function isName(name: string | undefined): name is keyof typeof NAMES {
  return name !== undefined && Object.hasOwn(NAMES, name)
}
