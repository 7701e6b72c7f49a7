import { SandrunError } from '@sandrun/shared'
import { LRUCache } from 'lru-cache'

/** All files together, in bytes; a client puts again what has given way. */
const MAX_BYTES = 64 * 2 ** 20

/** Of one file, in bytes. */
const MAX_FILE_BYTES = 16 * 2 ** 20

/** As Jobe's RunSpecifier.php has it: the digest of the content, in practice. */
const ID = /^[A-Za-z0-9]{8,128}$/

/** Files that programs of one principal may ask for by their ids. Nobody gets another's. */
export class FileCache {
  readonly #files = new LRUCache<string, Uint8Array>({
    maxSize: MAX_BYTES,
    sizeCalculation: (content) => Math.max(1, content.length),
  })

  /** Throws `invalid-request` for an id that is none, and `too-large`. */
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
