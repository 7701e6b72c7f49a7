import { DockerEngine } from '../drivers/docker/docker-engine.ts'
import type { ContainerEngine } from '../ports/sandbox-engine.ts'

/** The engine of this installation: the one in DOCKER_HOST, or this machine's Docker. */
export function openContainerEngine(): ContainerEngine {
  return new DockerEngine()
}
