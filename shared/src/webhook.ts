import * as z from 'zod/mini'
import { RunRequestSchema } from './run-request.ts'
import { RunRecordSchema } from './run-record.ts'

/** `whsec_` and 24 to 64 bytes as base64, as Standard Webhooks defines it. */
const WEBHOOK_SECRET = /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/

/** The receiver of a message at a job's end. With a secret, the message is signed. */
export const WebhookSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/, error: 'must be an address that begins with https:// or http://' }),
  secret: z.optional(z.string().check(z.regex(WEBHOOK_SECRET, 'must be "whsec_" and 24 to 64 random bytes as base64'))),
})

export type Webhook = z.infer<typeof WebhookSchema>

/** The body of `POST /v1/runs`: a run request, and for a job the webhook to call at its end. */
export const PostedRunSchema = z.extend(RunRequestSchema, { webhook: z.optional(WebhookSchema) })

export type PostedRun = z.infer<typeof PostedRunSchema>

/** The message of a webhook. The id of the delivery, the same at every attempt, is in the header `webhook-id`. */
export const WebhookMessageSchema = z.object({
  type: z.literal('run.ended'),
  /** When the message was made; RFC 3339, UTC. */
  timestamp: z.string(),
  data: RunRecordSchema,
})

export type WebhookMessage = z.infer<typeof WebhookMessageSchema>
