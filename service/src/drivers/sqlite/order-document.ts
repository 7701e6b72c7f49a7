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

/** A stored order as JSON gives it. */
interface OrderDocument {
  principal: unknown
  request: unknown
}

/**
 * The step that brings a document from the form of its index + 1 to the next. Whoever changes what a principal or a request
 * holds adds one, so that jobs that wait outlive the change.
 */
const STEPS: readonly ((document: OrderDocument) => OrderDocument)[] = [
  // The long texts of a request stood in it.
  ({ principal, request }) => ({ principal, request: { request, texts: [] } }),
]

/** The form of what is written now. */
export const ORDER_FORMAT = STEPS.length + 1

/** A request without its long texts. */
const RequestDocument = z.object({ request: z.unknown(), texts: z.array(PlaceSchema) })

/** A request as it is stored: without its long texts, and what those are, in order. */
export function writeRequest(request: RunRequest): { document: string; texts: string[] } {
  const { value, places, texts } = shorten(request)
  return { document: JSON.stringify({ request: value, texts: places }), texts }
}

/** Who asked for a job, as it is stored. */
export function writePrincipal(principal: Principal): string {
  return JSON.stringify(principal)
}

/** The row of a job that waits. */
export interface StoredOrder {
  format: number
  askedBy: string
  request: string
}

/**
 * Reads an order that was stored in some form. `next` gives so many bytes of its long texts. Throws `invalid-request` for one
 * that was accepted by another version and is refused by this one.
 */
export async function readOrder(
  { format, askedBy, request }: StoredOrder,
  next: (bytes: number) => Promise<string>,
): Promise<JobOrder> {
  let document: OrderDocument = { principal: JSON.parse(askedBy), request: JSON.parse(request) }
  for (const step of STEPS.slice(format - 1)) document = step(document)
  const stored = RequestDocument.parse(document.request)
  await lengthen(stored.request, stored.texts, next)
  // What follows goes over them once more.
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
