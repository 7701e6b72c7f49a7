/** Bytes to write or read in one turn of the event loop. */
const PART_BYTES = 2 ** 20

/** A part with less room than this counts as full. */
const LEAST_ROOM = 4096

/** The bytes of all texts in UTF-8, one after another, in parts of about `PART_BYTES`. */
export function* partsOf(texts: readonly string[]): Generator<Uint8Array, void> {
  const encoder = new TextEncoder()
  let part = new Uint8Array(PART_BYTES)
  let length = 0
  for (const text of texts) {
    for (let at = 0; at < text.length;) {
      // A UTF-16 unit takes at most three bytes, so the slice fits. Pairs stay whole.
      const end = Math.min(at + Math.floor((PART_BYTES - length) / 3), text.length)
      const isCut = end < text.length && isHighSurrogate(text.charCodeAt(end - 1))
      const slice = text.slice(at, isCut ? end - 1 : end)
      length += encoder.encodeInto(slice, part.subarray(length)).written
      at += slice.length
      if (PART_BYTES - length >= LEAST_ROOM) continue
      yield part.subarray(0, length)
      part = new Uint8Array(PART_BYTES)
      length = 0
    }
  }
  if (length > 0) yield part.subarray(0, length)
}

/** Reads texts in order, by their lengths. `partAt` returns the parts, from number 0. */
export function textReader(partAt: (at: number) => Promise<Uint8Array>): (bytes: number) => Promise<string> {
  let at = 0
  let part = Buffer.alloc(0)
  return async (bytes) => {
    const pieces: Buffer[] = []
    for (let missing = bytes; missing > 0;) {
      if (part.length === 0) part = Buffer.from(await partAt(at++))
      const piece = part.subarray(0, missing)
      part = part.subarray(piece.length)
      missing -= piece.length
      pieces.push(piece)
    }
    return Buffer.concat(pieces).toString()
  }
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd8_00 && unit < 0xdc_00
}
