import { parseOrThrow, type RunRequest, RunRequestSchema, type RunResult, SandrunError } from '@sandrun/shared'
import * as z from 'zod/mini'

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
  const ours = field.replace(/\[\d+\]/g, '[]')
  // A client decides what is at fault: `constructor` too.
  if (!Object.hasOwn(names, ours)) return undefined
  return names[ours]?.replaceAll('[]', () => indexes.shift() ?? '[]')
}

/** An amount as loosely typed clients send it: a number, or one in digits. */
export const looseNumber = z.nullish(
  z.union([z.number(), z.pipe(z.string().check(z.regex(/^\d+(\.\d+)?$/)), z.transform(Number))]),
)

/** A refusal of what an adapter was asked, by its own name of the field. */
export function refused(field: string, message: string): SandrunError {
  return new SandrunError('invalid-request', `"${field}": ${message}`, { field })
}

/** What is wrong with a field, where an API names the field apart. */
export function withoutField({ field, message }: SandrunError): string {
  return message.replace(`"${field}": `, '')
}

/** The status where a field at fault is 422, as Rails and FastAPI have it. */
export function unprocessable({ status, field }: SandrunError): number {
  return status === 400 && field !== undefined ? 422 : status
}

/** The bytes of base64 that may be broken into lines; null for what is none. */
export function looseBase64(text: string): Buffer | null {
  const content = text.replaceAll(/\s/g, '')
  return /^[A-Za-z0-9+/_-]*={0,2}$/.test(content) ? Buffer.from(content, 'base64') : null
}

/** Whether it was the service that ended a run, and not the program. */
export function isOurs({ verdict }: RunResult): boolean {
  return verdict === 'internal-error' || verdict === 'worker-lost' || verdict === 'cancelled'
}
