import { parseOrThrow, type RunRequest, RunRequestSchema, SandrunError } from '@sandrun/shared'

/** What an adapter calls a field of ours, with `[]` for any index: `files[].path` is `files[].name`. */
export type FieldNames = Readonly<Record<string, string>>

/** The run an adapter has made of what it was asked, held to the rules of every run. Throws a SandrunError. */
export function parseAdapted(made: Readonly<Record<string, unknown>>): RunRequest {
  const given = Object.entries(made).filter(([, value]) => value !== undefined)
  return parseOrThrow(RunRequestSchema, Object.fromEntries(given))
}

/** An error about a run, with the adapter's name of the field in place of ours. */
export function inNamesOf(names: FieldNames, error: SandrunError): SandrunError {
  const { code, field, hint, message, retryAfter } = error
  const theirs = field === undefined ? undefined : nameOf(names, field)
  if (theirs === undefined) return error
  const said = message.replace(`"${field}"`, () => `"${theirs}"`)
  return new SandrunError(code, said, { field: theirs, hint, retryAfter, cause: error })
}

function nameOf(names: FieldNames, field: string): string | undefined {
  const indexes = field.match(/\[\d+\]/g) ?? []
  return names[field.replace(/\[\d+\]/g, '[]')]?.replaceAll('[]', () => indexes.shift() ?? '[]')
}
