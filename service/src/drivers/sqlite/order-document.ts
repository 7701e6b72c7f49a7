import { LimitsSchema, parseOrThrow, RunRequestSchema, SandrunError, toSandrunError } from '@sandrun/shared'
import * as z from 'zod/mini'
import { CapsSchema } from '../../model/caps.ts'
import { type Principal, ROLES } from '../../model/principal.ts'
import type { JobOrder } from '../../ports/job-store.ts'

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
const STEPS: readonly ((document: OrderDocument) => OrderDocument)[] = []

/** The form of what is written now. */
export const ORDER_FORMAT = STEPS.length + 1

/** Who asked for a job, as it is stored. */
export function writePrincipal(principal: Principal): string {
  return JSON.stringify(principal)
}

/**
 * Reads an order that was stored in some form. Throws `invalid-request` for one that was accepted by another version and is
 * refused by this one.
 */
export function readOrder(format: number, principal: string, request: string): JobOrder {
  let document: OrderDocument = { principal: JSON.parse(principal), request: JSON.parse(request) }
  for (const step of STEPS.slice(format - 1)) document = step(document)
  try {
    return {
      principal: PrincipalDocument.parse(document.principal),
      request: parseOrThrow(RunRequestSchema, document.request),
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
