import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A loopback registry that has nothing, but answers only on request of the test: builds on its images stay under way. */
export class HeldRegistry implements Disposable {
  readonly #held: ServerResponse[] = []
  #isOpen = false
  readonly #server = createServer(({ url }, response) => {
    // Docker gives up a registry that does not answer this within 15 seconds; it waits for an image.
    if (url === '/v2/') response.writeHead(200).end()
    else if (this.#isOpen) refuse(response)
    else this.#held.push(response)
  })

  static async start(): Promise<HeldRegistry> {
    const registry = new HeldRegistry()
    registry.#server.listen(0, '127.0.0.1')
    await once(registry.#server, 'listening')
    return registry
  }

  /** For the FROM of a Dockerfile. */
  get image(): string {
    const { port } = this.#server.address() as AddressInfo
    return `127.0.0.1:${port}/sandrun/held`
  }

  /** Answers all: it has nothing. */
  release(): void {
    this.#isOpen = true
    for (const response of this.#held.splice(0)) refuse(response)
  }

  [Symbol.dispose](): void {
    this.release()
    this.#server.close()
  }
}

function refuse(response: ServerResponse): void {
  response.writeHead(404).end()
}
