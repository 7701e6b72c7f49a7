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

/** The program and its arguments. They come later to a runtime that is up before: service/agent/README.md, "A runtime that waits". */
function words() {
  const [, , ...given] = process.argv
  if (given[0] !== '/.sandrun/handover') return given
  compile('f = (x) -> "#{x}"\nconsole.log f i for i in [1..3]')
  const [count, ...strings] = readFileSync('/.sandrun/handover', 'utf8').slice(0, -1).split('\0')
  return strings.slice(strings.indexOf(__filename) + 1, Number(count))
}

const [entry, ...args] = words()
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
