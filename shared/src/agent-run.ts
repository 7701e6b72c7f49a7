import * as z from 'zod/mini'

/** A run for an AI agent: small enough for a person to read before it runs. */
export const AgentRunSchema = z.strictObject({
  language: z.string().check(z.minLength(1), z.maxLength(64)),
  code: z.string(),
  stdin: z.optional(z.string()),
  args: z.optional(z.array(z.string())),
})

export type AgentRun = z.infer<typeof AgentRunSchema>
