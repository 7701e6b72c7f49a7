import { setImmediate as nextTurn } from 'node:timers/promises'

/** Characters to look at in one turn of the event loop: a few milliseconds of work. */
const SLICE = 256 * 1024

/** Bytes of each ASCII character in JSON, as `JSON.stringify` writes it (RFC 8259, section 7). */
const ASCII = Uint8Array.from({ length: 128 }, (_, code) => JSON.stringify(String.fromCharCode(code)).length - 2)

/** Bytes of JSON for one UTF-16 unit of a well-formed text. */
function unitSize(unit: number): number {
  if (unit < 0x80) return ASCII[unit] ?? 0
  if (unit < 0x800) return 2
  // A surrogate is half of a pair, which takes four bytes.
  return unit >= 0xd8_00 && unit <= 0xdf_ff ? 2 : 3
}

/** The bytes of a text as JSON, without its quotes. Lets others run meanwhile. */
export async function jsonSize(text: string): Promise<number> {
  let size = 0
  for (let from = 0; from < text.length; from += SLICE) {
    if (from > 0) await nextTurn()
    const to = Math.min(from + SLICE, text.length)
    for (let at = from; at < to; at++) size += unitSize(text.charCodeAt(at))
  }
  return size
}

/** The head and the tail of a text, at most `room` bytes of JSON each, in whole characters. */
export async function jsonEnds(text: string, room: number): Promise<{ head: string; tail: string }> {
  const head = await reach(text, room, { from: 0, step: 1 })
  const tail = await reach(text, room, { from: text.length - 1, step: -1 })
  return { head: text.slice(0, head), tail: tail === 0 ? '' : text.slice(-tail) }
}

/** How many units fit, from one end of the text. */
async function reach(text: string, room: number, { from, step }: { from: number; step: 1 | -1 }): Promise<number> {
  let left = room
  let units = 0
  while (units < text.length) {
    if (units % SLICE === SLICE - 1) await nextTurn()
    left -= unitSize(text.charCodeAt(from + units * step))
    if (left < 0) break
    units++
  }
  const last = text.charCodeAt(from + (units - 1) * step)
  const isCut = step === 1 ? isSurrogate(last, 0xd8_00) : isSurrogate(last, 0xdc_00)
  return units > 0 && units < text.length && isCut ? units - 1 : units
}

/** Whether the unit is one of the 1,024 surrogates from `first` on. */
function isSurrogate(unit: number, first: number): boolean {
  return unit >= first && unit < first + 1024
}
