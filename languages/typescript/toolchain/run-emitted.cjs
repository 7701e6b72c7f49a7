'use strict'
/*
 * Loaded before the program. The compiler writes its JavaScript below `out/`, in the folders of the sources, and leaves
 * imports as they are written. So `src/main.ts` stands for `out/src/main.js`, and `./greet` for `./greet.js`, as
 * TypeScript has it.
 */
const { existsSync } = require('node:fs')
const { registerHooks } = require('node:module')
const { join } = require('node:path')
const { pathToFileURL, fileURLToPath } = require('node:url')

const SOURCES = pathToFileURL(process.cwd()).href + '/'
const EMITTED = pathToFileURL(join(process.cwd(), 'out')).href + '/'
const EMITTED_EXTENSION = { '.ts': '.js', '.mts': '.mjs', '.cts': '.cjs' }

function emitted(url) {
  if (!url.startsWith(SOURCES) || url.startsWith(EMITTED)) return undefined
  const path = url.slice(SOURCES.length).replace(/\.[mc]?ts$/, (extension) => EMITTED_EXTENSION[extension])
  return path === url.slice(SOURCES.length) ? undefined : EMITTED + path
}

function firstThatExists(url) {
  const candidates = [url, ...['.js', '.mjs', '.cjs', '/index.js'].map((ending) => url + ending)]
  return candidates.find((candidate) => /\.\w+$/.test(candidate) && existsSync(fileURLToPath(candidate)))
}

registerHooks({
  resolve(specifier, context, nextResolve) {
    const parent = context.parentURL
    if (/^\.\.?(\/|$)/.test(specifier) && parent !== undefined && parent.startsWith(EMITTED)) {
      const found = firstThatExists(new URL(specifier, parent).href)
      if (found !== undefined) return { url: found, shortCircuit: true }
    }
    const resolved = nextResolve(specifier, context)
    const url = emitted(resolved.url)
    return url === undefined ? resolved : { url, shortCircuit: true }
  },
})
