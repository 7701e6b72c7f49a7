import type Dockerode from 'dockerode'

/** Podman's own API, on the same socket as Docker's. */
export interface Libpod {
  get: (path: string) => Promise<unknown>
  post: (path: string, body: object) => Promise<unknown>
}

const GOOD = { 200: true, 201: true, 204: true, 304: true }

/** `version` is that of the API, as the engine says it. */
export function libpodAt(docker: Dockerode, version: string): Libpod {
  const dial = (method: string, path: string, options?: object): Promise<unknown> => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const request = { path: `/v${version}/libpod${path}`, method, options, statusCodes: GOOD }
    docker.modem.dial(request, (error, answer) => (error === null ? resolve(answer) : reject(error)))
    return promise
  }
  return { get: (path) => dial('GET', path), post: (path, body) => dial('POST', path, { _body: body }) }
}
