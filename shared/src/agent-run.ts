import * as z from 'zod/mini'

/** What an AI agent may ask for: little enough for a person to read before it runs. */
export const AgentRunSchema = z.strictObject({
  language: z.string().check(z.minLength(1), z.maxLength(64)),
  code: z.string(),
  stdin: z.optional(z.string()),
  args: z.optional(z.array(z.string())),
})

export type AgentRun = z.infer<typeof AgentRunSchema>
