import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'

/**
 * Decides which requests leave HTTP. Other offers to upgrade, such as HTTP/2's `h2c`, are ignored, and the request is
 * answered normally (RFC 9110, section 7.8).
 */
export class Upgrades {
  readonly #paths = new Set<string>()
  readonly #foreign = new Set<string>()

  /** Accepts all WebSocket routes that are registered from here on. */
  observe(app: FastifyInstance): void {
    app.addHook('onRoute', ({ url, websocket }) => {
      if (websocket === true) this.#paths.add(url)
    })
  }

  /** Accepts a path that another server on the same port answers. */
  add(path: string): void {
    this.#paths.add(path)
    this.#foreign.add(path)
  }

  readonly isForeign = ({ url = '' }: IncomingMessage): boolean => this.#foreign.has(pathOf(url))

  /** Node calls this for every request with the header (http.createServer, `shouldUpgradeCallback`). */
  readonly accepts = ({ headers, method, url = '' }: IncomingMessage): boolean =>
    method === 'GET' && headers.upgrade?.trim().toLowerCase() === 'websocket' && this.#paths.has(pathOf(url))
}

function pathOf(url: string): string {
  return url.split('?', 1).join()
}
