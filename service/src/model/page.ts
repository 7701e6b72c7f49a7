import { type RunList, type RunSummary, SandrunError } from '@sandrun/shared'
import * as z from 'zod/mini'

/** The number of runs on a page, by default and at most. */
const DEFAULT_LIMIT = 50
const MAX_LIMIT = 200

/** The end of a page: the next page has the older runs. */
interface Cursor {
  createdAt: string
  id: string
}

export interface Page {
  limit: number
  after: Cursor | null
}

/** The query of a list of runs. */
export const PageQuerySchema = z.strictObject({
  limit: z
    ._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(MAX_LIMIT)), DEFAULT_LIMIT)
    .check(z.describe('The number of runs on a page.')),
  cursor: z.optional(z.string()).check(z.describe('The `cursor` of the previous page.')),
})

const CursorSchema = z.strictObject({ createdAt: z.iso.datetime(), id: z.uuid() })

export function toPage({ limit, cursor }: z.infer<typeof PageQuerySchema>): Page {
  return { limit, after: cursor === undefined ? null : decodeCursor(cursor) }
}

/** The page of these runs, in any order. */
export function pageOf(runs: readonly RunSummary[], { limit, after }: Page): RunList {
  const newestFirst = runs.filter((run) => after === null || isBefore(run, after)).toSorted(compareAge)
  const page = newestFirst.slice(0, limit)
  const last = page.at(-1)
  return { runs: page, ...(newestFirst.length > limit && last !== undefined && { cursor: encodeCursor(last) }) }
}

/** Newest first; the id decides between runs of the same millisecond. */
function compareAge(a: Cursor, b: Cursor): number {
  return isBefore(a, b) ? 1 : -1
}

function isBefore(a: Cursor, b: Cursor): boolean {
  return a.createdAt === b.createdAt ? a.id < b.id : a.createdAt < b.createdAt
}

function encodeCursor({ createdAt, id }: Cursor): string {
  return Buffer.from(JSON.stringify({ createdAt, id })).toString('base64url')
}

function decodeCursor(text: string): Cursor {
  try {
    return CursorSchema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()))
  } catch (error) {
    throw new SandrunError('invalid-request', '"cursor": is not from a list of runs.', {
      field: 'cursor',
      hint: 'Leave it out to start with the newest.',
      cause: error,
    })
  }
}
