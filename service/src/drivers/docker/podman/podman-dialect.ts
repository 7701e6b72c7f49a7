import type Dockerode from 'dockerode'
import * as z from 'zod/mini'
import type { Dialect } from '../dialect.ts'
import { libpodAt } from './libpod.ts'
import { hasChild, imageBytes } from './podman-images.ts'
import { unenforcedLimits } from './podman-limits.ts'
import { podmanContainer, processUlimit } from './podman-container.ts'

const CreatedSchema = z.object({ Id: z.string() })

interface Podman {
  apiVersion: string
  /** Whether it runs as an ordinary user. */
  rootless: boolean
}

/**
 * Podman answers Docker's API, but drops or refuses some options of it: those of mounts, and changed limits. Its own
 * API, on the same socket, takes them.
 */
export function podmanDialect(docker: Dockerode, { apiVersion, rootless }: Podman): Dialect {
  const { get, post } = libpodAt(docker, apiVersion)
  return {
    engine: 'Podman',
    unenforced: async () => (rootless ? unenforcedLimits(await get('/info')) : []),
    async createSandbox(container) {
      const created = CreatedSchema.parse(await post('/containers/create', podmanContainer(container, rootless)))
      return docker.getContainer(created.Id)
    },
    createHelper: ({ HostConfig, ...container }) =>
      docker.createContainer({
        ...container,
        HostConfig: { ...HostConfig, Ulimits: [...(HostConfig?.Ulimits ?? []), ...helperUlimits(rootless)] },
      }),
    // Podman fills them when it prepares a container to start.
    fillVolumes: async ({ id }) => void (await post(`/containers/${id}/init`, {})),
    async remove(container) {
      const remove = (): Promise<void> => container.remove({ force: true, v: true })
      // Podman fails if the container ends just before it is killed. Then there is nothing left to kill.
      await remove().catch((error: unknown) => (endedMeanwhile(error) ? remove() : Promise.reject(error)))
    },
    limit: async ({ id }, { memoryBytes, pids }) => {
      const resources = { memory: { limit: memoryBytes, swap: memoryBytes }, pids: { limit: pids } }
      await post(`/containers/${id}/update`, resources)
    },
    imageName: (name) => name.replace(/^(?:localhost|docker\.io\/library|docker\.io)\//, ''),
    // Else each step leaves an image.
    buildOptions: { layers: false },
    forgetsChildren: (name) => hasChild(docker, name),
    imageBytes: () => imageBytes(docker),
  }
}

function endedMeanwhile(error: unknown): boolean {
  return error instanceof Error && error.message.includes('container state improper')
}

/** Podman raises both to a million by itself, for which root needs CAP_SYS_RESOURCE. */
const helperUlimits = (rootless: boolean): object[] => [
  { Name: 'nofile', Soft: 4096, Hard: 4096 },
  ...processUlimit(rootless),
]
