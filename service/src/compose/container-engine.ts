import { DockerEngine } from '../drivers/docker/docker-engine.ts'
import { LABELS } from '../model/labels.ts'
import type { ContainerEngine } from '../ports/sandbox-engine.ts'
import { ownerName } from '../worker/pool/owner.ts'

/** The engine of this installation: the one in DOCKER_HOST, or this machine's Docker. */
export function openContainerEngine(): ContainerEngine {
  // By this, a sweep finds what the engine made for a process that has died.
  return new DockerEngine(undefined, { [LABELS.owner]: ownerName() })
}
