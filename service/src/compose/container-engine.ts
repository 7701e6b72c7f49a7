import { DockerEngine } from '../drivers/docker/docker-engine.ts'
import type { ContainerEngine } from '../ports/sandbox-engine.ts'

/** The engine of this installation: the one that DOCKER_HOST names, or this machine's Docker. */
export function openContainerEngine(): ContainerEngine {
  return new DockerEngine()
}
