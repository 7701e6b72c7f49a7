import { type RunSummary, RunSummarySchema, StartedSchema } from '@sandrun/shared'
import * as z from 'zod/mini'
import type { LostJob } from '../../model/lost-job.ts'
import type { AdapterNote, StartedJob, WaitingJob } from '../../ports/job-store.ts'
import { readPrincipal } from '../job-documents/order-document.ts'
import { textOf } from './script.ts'

const WaitingSchema = z.array(z.tuple([textOf, textOf, textOf, textOf, textOf, textOf]))
const BegunSchema = z.array(z.tuple([textOf, textOf, textOf, textOf, textOf, textOf, textOf, textOf, textOf]))
const LostSchema = z.array(z.tuple([textOf, textOf, textOf, textOf, textOf]))
const ListSchema = z.array(z.tuple([textOf, textOf, textOf, textOf, textOf]))
const StartedDocument = z.omit(StartedSchema, { type: true })

/** Reads what the script WAITING returns. */
export function readWaiting(reply: unknown): WaitingJob[] {
  return WaitingSchema.parse(reply).map(([id, principal, createdAt, language, adapter, note]) => ({
    id,
    principal,
    createdAt,
    language,
    note: toNote(adapter, note),
  }))
}

/** Reads what the script TAKE_OVER_STARTED returns. */
export function readStarted(reply: unknown): StartedJob[] {
  return BegunSchema.parse(reply).map(
    ([id, askedBy, createdAt, language, adapter, note, startedAt, started, attempt]) => ({
      id,
      principal: readPrincipal(askedBy),
      createdAt,
      language,
      note: toNote(adapter, note),
      startedAt,
      started: StartedDocument.parse(JSON.parse(started)),
      attempt,
    }),
  )
}

/** Reads what the script LOST returns. */
export function readLost(reply: unknown): (LostJob & { holder: string })[] {
  return LostSchema.parse(reply).map(([id, holder, language, started, startedAt]) => ({
    id,
    holder,
    language,
    startedAt,
    started: StartedDocument.parse(JSON.parse(started)),
  }))
}

/** Reads what the script LIST returns. */
export function readList(reply: unknown): RunSummary[] {
  return ListSchema.parse(reply).map(([id, language, state, verdict, createdAt]) =>
    toSummary({ id, language, state, verdict, createdAt }),
  )
}

export function toNote(adapter: string, text: string): AdapterNote | null {
  return adapter === '' ? null : { adapter, text }
}

export function toSummary({ verdict = '', ...known }: Record<string, string | undefined>): RunSummary {
  return RunSummarySchema.parse({ ...known, ...(verdict !== '' && { verdict }) })
}
