import { type RunSummary, SandrunError } from '@sandrun/shared'
import type { KnownRun } from '../../../records/known-run.ts'
import type { RunRecords } from '../../../records/run-records.ts'

/** The adapter whose jobs are submissions. */
export const ADAPTER = 'judge0'

const DEFAULT_PER_PAGE = 20
const MAX_PER_PAGE = 100

/** Summaries to read at a time. */
const CHUNK = 200

interface ListMeta {
  current_page: number
  next_page: number | null
  prev_page: number | null
  total_pages: number
  total_count: number
}

/** One page of a principal's submissions, newest first, counted as Judge0 counts pages. Throws `invalid-request`. */
export async function listSubmissions(
  records: RunRecords,
  principal: string,
  query: { page?: string | undefined; per_page?: string | undefined },
): Promise<{ runs: KnownRun[]; meta: ListMeta }> {
  const page = wholeNumber('page', query.page, 1, Number.MAX_SAFE_INTEGER)
  const perPage = wholeNumber('per_page', query.per_page, DEFAULT_PER_PAGE, MAX_PER_PAGE)
  const summaries = await allSubmissions(records, principal)
  const pages = Math.ceil(summaries.length / perPage)
  const runs: KnownRun[] = []
  for (const { id } of summaries.slice((page - 1) * perPage, page * perPage)) {
    // Skip a submission that was forgotten meanwhile.
    const run = await findIfThere(records, principal, id)
    if (run !== null) runs.push(run)
  }
  const meta = {
    current_page: page,
    next_page: page < pages ? page + 1 : null,
    prev_page: page > 1 ? page - 1 : null,
    total_pages: pages,
    total_count: summaries.length,
  }
  return { runs, meta }
}

/** The principal's run with that id, or null when there is none. */
export async function findIfThere(records: RunRecords, principal: string, id: string): Promise<KnownRun | null> {
  try {
    return await records.find(principal, id)
  } catch (error) {
    if (error instanceof SandrunError && error.code === 'not-found') return null
    throw error
  }
}

/** All kept submissions, newest first. */
export async function allSubmissions(records: RunRecords, principal: string): Promise<RunSummary[]> {
  const all: RunSummary[] = []
  for (;;) {
    const last = all.at(-1)
    const after = last === undefined ? null : { createdAt: last.createdAt, id: last.id }
    const { runs, cursor } = await records.list(principal, { limit: CHUNK, after }, ADAPTER)
    all.push(...runs)
    if (cursor === undefined) return all
  }
}

function wholeNumber(name: string, text: string | undefined, fallback: number, most: number): number {
  const value = text === undefined ? fallback : Number(text)
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return value
  throw new SandrunError('invalid-request', `invalid ${name}: ${text}`)
}
