'use strict'
/*
 * Starts a program as `coffee` does, but with source maps that Node.js reads: stack traces name the lines of the
 * CoffeeScript, which the `coffee` of 2.7.0 gets wrong.
 */
const { readFileSync } = require('node:fs')
const Module = require('node:module')
const { resolve } = require('node:path')
const { compile } = require('coffeescript')

function load(module, filename) {
  const source = readFileSync(filename, 'utf8')
  const literate = filename.endsWith('.litcoffee')
  module._compile(compile(source, { filename, literate, inlineMap: true, sourceFiles: [filename] }), filename)
}

const [, , entry, ...args] = process.argv
process.argv = ['coffee', resolve(entry), ...args]
Module._extensions['.coffee'] = load
Module._extensions['.litcoffee'] = load
try {
  Module.runMain()
} catch (error) {
  // The compiler's own message has place, line and mark; as an uncaught error it would be shown with its internals.
  if (!(error instanceof SyntaxError) || error.location === undefined) throw error
  process.stderr.write(`${error}\n`)
  process.exitCode = 1
}
