import type { Duplex } from 'node:stream'
import type Dockerode from 'dockerode'

/**
 * Attaches to a container's output, and to its input if asked. The request has no body, unlike dockerode's: Podman takes
 * a body for the first bytes of the input.
 */
export function attach(docker: Dockerode, id: string, { stdin }: { stdin: boolean }): Promise<Duplex> {
  const { promise, resolve, reject } = Promise.withResolvers<Duplex>()
  const request = {
    path: `/containers/${id}/attach?`,
    method: 'POST',
    options: { stream: true, stdout: true, stderr: true, ...(stdin && { stdin }) },
    file: Buffer.alloc(0),
    hijack: true,
    isStream: true,
    statusCodes: { 101: true, 200: true },
  }
  docker.modem.dial(request, (error, stream) => (error === null ? resolve(stream as Duplex) : reject(error)))
  return promise
}
