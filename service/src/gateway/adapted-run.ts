import { parseOrThrow, type RunRequest, RunRequestSchema, type RunResult, SandrunError } from '@sandrun/shared'
import * as z from 'zod/mini'
import { type AdaptedLimit, type FieldNames, inTheirUnit } from './adapted-limits.ts'

/** Checks the run that an adapter has made of a request by the rules of every run. Throws a SandrunError. */
export function parseAdapted(made: Readonly<Record<string, unknown>>): RunRequest {
  const given = Object.entries(made).filter(([, value]) => value !== undefined)
  return parseOrThrow(RunRequestSchema, Object.fromEntries(given))
}

/**
 * Replaces Sandrun's name of the field in an error by the adapter's, and the numbers of a limit by those in its unit.
 * `given` is what the client sent, by the adapter's names.
 */
export function inNamesOf(names: FieldNames, error: SandrunError, given?: unknown): SandrunError {
  const { code, field, hint, message, retryAfter } = error
  const theirs = field === undefined ? undefined : nameOf(names, field)
  if (theirs === undefined) return error
  const name = typeof theirs === 'string' ? theirs : theirs.name
  const renamed = message.replace(`"${field}"`, () => `"${name}"`)
  const said = typeof theirs === 'string' ? renamed : inTheirUnit(renamed, theirs.unit, numberIn(given, name))
  return new SandrunError(code, said, { field: name, hint, retryAfter, cause: error })
}

function nameOf(names: FieldNames, field: string): string | AdaptedLimit | undefined {
  const indexes = field.match(/\[\d+\]/g) ?? []
  const ours = field.replace(/\[\d+\]/g, '[]')
  // A client controls the field's name, which may be `constructor`.
  if (!Object.hasOwn(names, ours)) return undefined
  const theirs = names[ours]
  return typeof theirs === 'string' ? theirs.replaceAll('[]', () => indexes.shift() ?? '[]') : theirs
}

function numberIn(given: unknown, name: string): number | undefined {
  if (typeof given !== 'object' || given === null) return undefined
  const value: unknown = Object.getOwnPropertyDescriptor(given, name)?.value
  return typeof value === 'number' ? value : undefined
}

/** A number from a loosely typed client: a number, or a string of digits. */
export const looseNumber = z.nullish(
  z.union([z.number(), z.pipe(z.string().check(z.regex(/^\d+(\.\d+)?$/)), z.transform(Number))]),
)

/** Refuses a request to an adapter, with the adapter's name of the field. */
export function refused(field: string, message: string): SandrunError {
  return new SandrunError('invalid-request', `"${field}": ${message}`, { field })
}

/** The message without the field's name, for APIs that name the field separately. */
export function withoutField({ field, message }: SandrunError): string {
  return message.replace(`"${field}": `, '')
}

/** The error's status, but 422 for a faulty field, as in Rails and FastAPI. */
export function unprocessable({ status, field }: SandrunError): number {
  return status === 400 && field !== undefined ? 422 : status
}

/** Decodes base64 that may have line breaks; null when it is not base64. */
export function looseBase64(text: string): Buffer | null {
  const content = text.replaceAll(/\s/g, '')
  return /^[A-Za-z0-9+/_-]*={0,2}$/.test(content) ? Buffer.from(content, 'base64') : null
}

/** Whether the service ended a run, rather than the program. */
export function isOurs({ verdict }: RunResult): boolean {
  return verdict === 'internal-error' || verdict === 'worker-lost' || verdict === 'cancelled'
}
