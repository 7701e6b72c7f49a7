'use strict'
/*
 * Loaded before every program. Node.js writes to a pipe in its own time, and process.exit() forgets what is still on its
 * way. Here output is written when it is asked for, as to a terminal or a file.
 */
for (const name of ['stdout', 'stderr']) {
  const usual = Object.getOwnPropertyDescriptor(process, name)
  let isBlocking = false
  Object.defineProperty(process, name, {
    ...usual,
    get() {
      const stream = usual.get.call(this)
      if (!isBlocking) {
        isBlocking = true
        stream._handle?.setBlocking?.(true)
      }
      return stream
    },
  })
}
