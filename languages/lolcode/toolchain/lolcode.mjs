// An interpreter of LOLCODE 1.2. Output is written at the end of a line, before input is read, and at the end.
import { readFileSync } from 'node:fs'
import { Interpreter } from './interpreter.mjs'
import { flush } from './io.mjs'
import { readLines } from './lines.mjs'
import { Parser } from './parser.mjs'
import { ProgramError } from './program-error.mjs'

const [, , file] = process.argv
if (file === '--version') {
  console.log('LOLCODE 1.2')
} else {
  try {
    new Interpreter().run(new Parser(readLines(readFileSync(file, 'utf8'))).program())
    flush()
  } catch (error) {
    flush()
    if (!(error instanceof ProgramError)) throw error
    console.error(`${file}:${error.line}: error: ${error.message}`)
    process.exitCode = 1
  }
}
