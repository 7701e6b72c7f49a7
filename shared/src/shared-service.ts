import * as z from 'zod/mini'

/** The address of an editor's shared service: `service.json` in its folder (docs/extension-development.md). */
export const SharedServiceSchema = z.object({
  url: z.string(),
  token: z.string(),
  /** The port to which its users keep a connection; the token and a line feed come first. */
  presence: z.int(),
  pid: z.int(),
})
export type SharedService = z.infer<typeof SharedServiceSchema>

/** The file's name. */
export const SHARED_SERVICE_FILE = 'service.json'

/** Such a service's message at its start: one line of JSON on standard output. */
export const SharedServiceMessageSchema = z.discriminatedUnion('state', [
  z.object({ state: z.enum(['listening', 'taken']) }),
  z.object({ state: z.literal('failed'), code: z.string(), message: z.string(), hint: z.string() }),
])
export type SharedServiceMessage = z.infer<typeof SharedServiceMessageSchema>
