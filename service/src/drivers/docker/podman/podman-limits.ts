import * as z from 'zod/mini'
import type { RequiredLimit } from '../../../ports/sandbox-engine.ts'

/** `GET /libpod/info`. Its answer to `GET /info` says only what the machine's root could limit. */
const InfoSchema = z.object({
  host: z.object({ cgroupVersion: z.string(), cgroupControllers: z.optional(z.nullable(z.array(z.string()))) }),
})

/** The limits that a rootless Podman ignores. Nobody can delegate the control groups of cgroup v1 to a user safely. */
export function unenforcedLimits(answer: unknown): RequiredLimit[] {
  const { cgroupVersion, cgroupControllers } = InfoSchema.parse(answer).host
  const delegated = cgroupVersion === 'v2' ? (cgroupControllers ?? []) : []
  return [
    ...(delegated.includes('memory') ? [] : (['memory'] as const)),
    ...(delegated.includes('pids') ? [] : (['processes'] as const)),
  ]
}
