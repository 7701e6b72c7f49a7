import type * as z from 'zod/mini'
import { type ErrorCode, SandrunError } from './error-codes.ts'

interface Issue {
  code?: string | undefined
  path?: readonly PropertyKey[] | undefined
  message: string
  keys?: readonly string[] | undefined
  errors?: readonly (readonly Issue[])[] | undefined
  issues?: readonly Issue[] | undefined
}

/** `files[0].path`, as a person would write it. */
export function fieldName(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (name, key) => (typeof key === 'number' ? `${name}[${key}]` : name === '' ? String(key) : `${name}.${String(key)}`),
    '',
  )
}

/**
 * Parses outside input, or throws a SandrunError that names the first wrong field. `within` is put before the field's
 * name, for a part of a larger document.
 */
export function parseOrThrow<S extends z.ZodMiniType>(
  schema: S,
  input: unknown,
  { code = 'invalid-request', within = [] }: { code?: ErrorCode; within?: readonly PropertyKey[] } = {},
): z.infer<S> {
  const result = schema.safeParse(input)
  if (result.success) return result.data
  const { path, message } = firstIssue(result.error.issues, within)
  const field = fieldName(path)
  throw new SandrunError(code, field === '' ? message : `"${field}": ${message}`, { field })
}

function firstIssue(
  issues: readonly Issue[],
  within: readonly PropertyKey[],
): { path: PropertyKey[]; message: string } {
  const [issue] = issues
  if (issue === undefined) return { path: [...within], message: 'Invalid input' }
  const path = [...within, ...(issue.path ?? [])]
  const [unknownKey] = issue.code === 'unrecognized_keys' ? (issue.keys ?? []) : []
  if (unknownKey !== undefined) return { path: [...path, unknownKey], message: 'is not a known field' }
  // An invalid key of a record has its own issues.
  if (issue.code === 'invalid_key' && issue.issues !== undefined) return firstIssue(issue.issues, path)
  // In a union, the branch that got furthest is the one the writer meant.
  const deepest = (issue.errors ?? []).toSorted((a, b) => depth(b) - depth(a))[0]
  if (deepest !== undefined && depth(deepest) > 0) return firstIssue(deepest, path)
  return { path, message: issue.message.replace(/^Invalid input: /, '') }
}

function depth(issues: readonly Issue[]): number {
  return issues[0]?.path?.length ?? 0
}
