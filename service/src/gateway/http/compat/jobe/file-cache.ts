import { SandrunError } from '@sandrun/shared'
import { LRUCache } from 'lru-cache'

/** The most bytes of all files; clients put evicted files again. */
const MAX_BYTES = 64 * 2 ** 20

/** The most bytes of one file. */
const MAX_FILE_BYTES = 16 * 2 ** 20

/** As in Jobe's RunSpecifier.php: in practice a digest of the content. */
const ID = /^[A-Za-z0-9]{8,128}$/

/** Files that a principal's programs can request by id. Each principal has its own. */
export class FileCache {
  readonly #files = new LRUCache<string, Uint8Array>({
    maxSize: MAX_BYTES,
    sizeCalculation: (content) => Math.max(1, content.length),
  })

  /** Throws `invalid-request` for an invalid id, and `too-large`. */
  put(principal: string, id: string, content: Uint8Array): void {
    if (!ID.test(id)) {
      throw new SandrunError('invalid-request', '"id": must be 8 to 128 letters and digits', { field: 'id' })
    }
    if (content.length > MAX_FILE_BYTES) {
      throw new SandrunError('too-large', `A file has at most ${MAX_FILE_BYTES / 2 ** 20} MB.`)
    }
    this.#files.set(keyOf(principal, id), content)
  }

  find(principal: string, id: string): Uint8Array | null {
    return this.#files.get(keyOf(principal, id)) ?? null
  }
}

function keyOf(principal: string, id: string): string {
  return JSON.stringify([principal, id])
}
