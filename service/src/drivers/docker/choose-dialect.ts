import type Dockerode from 'dockerode'
import * as z from 'zod/mini'
import type { Dialect } from './dialect.ts'
import { dockerDialect } from './docker-dialect.ts'
import { isRootless } from './engine-info.ts'
import { podmanDialect } from './podman/podman-dialect.ts'

/** `GET /version`. Docker's `Details` have no version of Podman's own API. */
const VersionSchema = z.object({
  Components: z.optional(
    z.array(z.object({ Name: z.string(), Details: z.optional(z.object({ APIVersion: z.optional(z.string()) })) })),
  ),
})

/** Asks the engine what it is. */
export async function chooseDialect(docker: Dockerode): Promise<Dialect> {
  const { Components = [] } = VersionSchema.parse(await docker.version())
  const podman = Components.find(({ Name }) => Name === 'Podman Engine')
  if (podman === undefined) return dockerDialect(docker)
  const info: Record<string, unknown> = await docker.info()
  return podmanDialect(docker, { apiVersion: podman.Details?.APIVersion ?? '4.0.0', rootless: isRootless(info) })
}
