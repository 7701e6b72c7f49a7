import type { OtherGateways } from '../../../../ports/other-gateways.ts'
import { FileCache } from './file-cache.ts'

/** The files of Jobe's clients, which any gateway may be asked for. One that starts later gets them again. */
export class JobeFiles {
  readonly #cache = new FileCache()
  readonly #gateways: OtherGateways

  constructor(gateways: OtherGateways) {
    this.#gateways = gateways
  }

  find(principal: string, id: string): Uint8Array | null {
    return this.#cache.find(principal, id)
  }

  /** Keeps a file at all gateways. Rejects with `invalid-request`, `too-large` and `cluster-unavailable`. */
  async put(principal: string, file: string, content: Uint8Array): Promise<void> {
    this.putOwn(principal, file, content)
    const base64 = Buffer.from(content).toString('base64')
    await this.#gateways.askAll({ type: 'keep-file', principal, file, base64 })
  }

  /** Keeps a file that another gateway has. */
  putOwn(principal: string, file: string, content: Uint8Array): void {
    this.#cache.put(principal, file, content)
  }
}
