import { readSync, writeSync } from 'node:fs'

let written = ''
let pending = Buffer.alloc(0)

export function write(text) {
  written += text
  if (text.includes('\n') || written.length > 8192) flush()
}

export function flush() {
  const bytes = Buffer.from(written)
  written = ''
  for (let from = 0; from < bytes.length;) from += whenReady(() => writeSync(1, bytes, from))
}

/** A terminal or a pipe may be there without being ready. */
function whenReady(action) {
  for (;;) {
    try {
      return action()
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}

/** A line without its end; an empty one when the input has ended. */
export function readLine() {
  flush()
  for (;;) {
    const end = pending.indexOf(10)
    const chunk = Buffer.alloc(end < 0 ? 65_536 : 0)
    const count = end < 0 ? whenReady(() => readSync(0, chunk)) : 0
    if (count === 0) {
      const line = pending.subarray(0, end < 0 ? pending.length : end).toString()
      pending = pending.subarray(end < 0 ? pending.length : end + 1)
      return line.replace(/\r$/, '')
    }
    pending = Buffer.concat([pending, chunk.subarray(0, count)])
  }
}
