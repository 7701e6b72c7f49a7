import { SandrunError, parseOrThrow, toSandrunError } from '@sandrun/shared'
import type * as z from 'zod/mini'

/** Parses one JSON file of a pack; errors name `path` and the field. */
export function parsePackFile<S extends z.ZodMiniType>(schema: S, text: string, path: string): z.infer<S> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw packFault(path, undefined, `is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  try {
    return parseOrThrow(schema, json)
  } catch (error) {
    const { message, field } = toSandrunError(error)
    throw packFault(path, field, message)
  }
}

/** An error that names a pack's file and, if known, the field. */
export function packFault(path: string, field: string | undefined, message: string): SandrunError {
  return new SandrunError('invalid-request', `${path}: ${message}`, {
    hint: 'docs/languages.md describes every field.',
    ...(field !== undefined && { field }),
  })
}
