'use strict'
/*
 * Loaded before the program by a Node that was up before it: service/agent/README.md, "A runtime that waits". Node has
 * been told the program's path already; what follows it, and the folder it is in, come now.
 */
const { readFileSync } = require('node:fs')

delete require.cache[__filename]

/** Null in a worker thread, which loads this again. */
function read() {
  try {
    return readFileSync('/.sandrun/handover', 'utf8').slice(0, -1).split('\0')
  } catch {
    return null
  }
}

const handed = read()
if (handed !== null) {
  const [count, ...strings] = handed
  const words = strings.slice(0, Number(count))
  const program = words.findIndex((word, index) => index > 0 && !word.startsWith('-'))
  process.argv.push(...words.slice(program + 1))
  // Node keeps the folder it was told, until it is changed.
  process.chdir('.')
}
