import { SandrunError } from '@sandrun/shared'

const UNITS: Record<string, number> = { h: 3_600_000, d: 24 * 3_600_000, w: 7 * 24 * 3_600_000 }

/** Reads `12h`, `30d`, `8w` from now on, or a day `2027-06-30`, as the time of expiry. No text: null, never. */
export function parseExpiry(text: string | undefined, now: number): number | null {
  if (text === undefined) return null
  const [, amount, unit = ''] = /^(\d{1,5})([hdw])$/.exec(text) ?? []
  const scale = UNITS[unit]
  const time =
    amount !== undefined && scale !== undefined
      ? now + Number(amount) * scale
      : /^\d{4}-\d\d-\d\d$/.test(text)
        ? Date.parse(text)
        : Number.NaN
  if (time > now) return time
  const fault = Number.isNaN(time) ? 'is not a duration or a date' : 'is not in the future'
  throw new SandrunError('invalid-request', `"${text}" ${fault}.`, { hint: 'Write 12h, 30d, 8w or 2027-06-30.' })
}
