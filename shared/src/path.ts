import * as z from 'zod/mini'

/** NAME_MAX of Linux file systems (limits.h). */
const MAX_NAME_BYTES = 255

/** A path below the work directory: relative, `/` between names, no `.`, `..` or empty names. */
export const PathSchema = z.string().check(
  z.minLength(1, 'must not be empty'),
  z.maxLength(1024, 'must be at most 1024 characters long'),
  z.refine((path) => !path.includes('\0'), 'must not contain a NUL byte'),
  z.refine((path) => path.isWellFormed(), 'must be Unicode text, without half of a surrogate pair'),
  z.refine((path) => !path.startsWith('/'), 'must be relative'),
  z.refine(
    (path) => path.split('/').every((name) => name !== '' && name !== '.' && name !== '..'),
    'must not contain ".", ".." or empty names',
  ),
  z.refine(
    (path) => path.split('/').every((name) => new TextEncoder().encode(name).length <= MAX_NAME_BYTES),
    'must not contain a name of more than 255 bytes',
  ),
)
