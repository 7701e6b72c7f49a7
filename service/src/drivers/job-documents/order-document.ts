import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  LimitsSchema,
  parseOrThrow,
  type RunRequest,
  RunRequestSchema,
  SandrunError,
  toSandrunError,
} from '@sandrun/shared'
import * as z from 'zod/mini'
import { CapsSchema } from '../../model/caps.ts'
import { type Principal, ROLES } from '../../model/principal.ts'
import type { JobOrder } from '../../ports/job-store.ts'
import { lengthen, PlaceSchema, shorten } from './long-texts.ts'

const text = z.string()
const PrincipalDocument = z.object({
  id: text,
  name: text,
  role: z.enum(ROLES),
  limits: LimitsSchema,
  caps: CapsSchema,
  address: text,
})

/** A stored order, parsed from JSON. */
interface OrderDocument {
  principal: unknown
  request: unknown
}

/**
 * Each step converts a document from format index + 1 to the next. When a principal or a request changes its shape, add
 * a step, so that waiting jobs survive the change.
 */
const STEPS: readonly ((document: OrderDocument) => OrderDocument)[] = [
  // The request still contained its long texts.
  ({ principal, request }) => ({ principal, request: { request, texts: [] } }),
]

/** The format of documents that are written now. */
export const ORDER_FORMAT = STEPS.length + 1

/** A request without its long texts. */
const RequestDocument = z.object({ request: z.unknown(), texts: z.array(PlaceSchema) })

/** A request in its stored form: without its long texts, and those texts in order. */
export function writeRequest(request: RunRequest): { document: string; texts: string[] } {
  const { value, places, texts } = shorten(request)
  return { document: JSON.stringify({ request: value, texts: places }), texts }
}

/** The stored form of the principal of a job. */
export function writePrincipal(principal: Principal): string {
  return JSON.stringify(principal)
}

/** The row of a waiting job. */
export interface StoredOrder {
  format: number
  askedBy: string
  request: string
}

/**
 * Reads a stored order of any format. `next` returns that many bytes of its long texts. Throws `invalid-request` for an
 * order that another version accepted and this one refuses.
 */
export async function readOrder(
  { format, askedBy, request }: StoredOrder,
  next: (bytes: number) => Promise<string>,
): Promise<JobOrder> {
  let document: OrderDocument = { principal: JSON.parse(askedBy), request: JSON.parse(request) }
  for (const step of STEPS.slice(format - 1)) document = step(document)
  const stored = RequestDocument.parse(document.request)
  await lengthen(stored.request, stored.texts, next)
  // The code below scans the texts once more.
  if (stored.texts.length > 0) await nextTurn()
  try {
    return {
      principal: PrincipalDocument.parse(document.principal),
      request: parseOrThrow(RunRequestSchema, stored.request),
    }
  } catch (error) {
    const { message } = toSandrunError(error)
    throw new SandrunError(
      'invalid-request',
      `Another version accepted this job, and this version refuses it: ${message}`,
      {
        cause: error,
        hint: 'Send the job again in the form that this version accepts.',
      },
    )
  }
}
