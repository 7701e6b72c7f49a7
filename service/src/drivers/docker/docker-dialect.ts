import type Dockerode from 'dockerode'
import * as z from 'zod/mini'
import type { Dialect } from './dialect.ts'

const DiskUsageSchema = z.object({ LayersSize: z.number() })

/** Docker itself. */
export function dockerDialect(docker: Dockerode): Dialect {
  return {
    engine: 'Docker',
    // It only warns when it creates the container.
    unenforced: async ({ MemoryLimit, PidsLimit }) => [
      ...(MemoryLimit === false ? (['memory'] as const) : []),
      ...(PidsLimit === false ? (['processes'] as const) : []),
    ],
    createSandbox: (container) => docker.createContainer(container),
    createHelper: (container) => docker.createContainer(container),
    // Docker copies the image's files when it creates a container.
    fillVolumes: async () => {},
    remove: (container) => container.remove({ force: true, v: true }),
    limit: (container, { memoryBytes, pids }) =>
      container.update({ Memory: memoryBytes, MemorySwap: memoryBytes, PidsLimit: pids }),
    imageName: (name) => name,
    buildOptions: {},
    forgetsChildren: async () => false,
    imageBytes: async () => DiskUsageSchema.parse(await docker.df()).LayersSize,
  }
}
