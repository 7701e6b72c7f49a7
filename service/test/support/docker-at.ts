import Dockerode from 'dockerode'
import { DockerEngine } from '../../src/drivers/docker/docker-engine.ts'

/** The engine with this socket. */
export function dockerAt(socketPath: string): DockerEngine {
  return new DockerEngine(new Dockerode({ socketPath }))
}
