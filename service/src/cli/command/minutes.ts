import { UsageError } from './usage-error.ts'

/** The value of `--minutes`, a number that is 0 or more; `usual` without the option. */
export function readMinutes(text: string | undefined, usual: number): number {
  if (text === undefined) return usual
  const minutes = Number(text)
  if (minutes >= 0 && text.trim() !== '') return minutes
  throw new UsageError(`"${text}" is not a number of minutes.`, 'Write --minutes 20.')
}
