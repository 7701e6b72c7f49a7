import type Dockerode from 'dockerode'

/** A `POST` to Podman's own API, on the same socket as Docker's. */
export type PostLibpod = (path: string, body: object) => Promise<unknown>

const GOOD = { 200: true, 201: true, 204: true, 304: true }

/** `version` is that of the API, as the engine says it. */
export function libpodAt(docker: Dockerode, version: string): PostLibpod {
  return (path, body) => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const request = { path: `/v${version}/libpod${path}`, method: 'POST', options: { _body: body }, statusCodes: GOOD }
    docker.modem.dial(request, (error, answer) => (error === null ? resolve(answer) : reject(error)))
    return promise
  }
}
