// An interpreter of LOLCODE 1.2. Output is written at the end of a line, before input is read, and at the end.
import { readFileSync, readSync, writeSync } from 'node:fs'

/** What is wrong with a program, and on which line. */
class ProgramError extends Error {
  constructor(message, line) {
    super(message)
    this.line = line
  }
}

// Reading the program: physical lines become logical ones, each a list of tokens.

/** A token is a word as it stands, or the parts of a YARN. */
function readLines(source) {
  const lines = []
  let tokens = []
  let isComment = false
  let first = 1
  for (const [index, text] of source.replaceAll('\r\n', '\n').split('\n').entries()) {
    const line = index + 1
    if (tokens.length === 0) first = line
    if (isComment) {
      isComment = !/^\s*TLDR\b/.test(text)
      continue
    }
    let goesOn = false
    const pattern =
      /\s+|BTW\b.*|OBTW\b.*|(?:\.\.\.|…)\s*(?:BTW\b.*)?$|"(?:[^:"]|:\([^)]*\)|:\[[^\]]*\]|:\{[^}]*\}|:.)*"|[,!?]|[^\s,"!?]+/y
    while (pattern.lastIndex < text.length) {
      const from = pattern.lastIndex
      const [token] = pattern.exec(text) ?? []
      if (token === undefined) throw new ProgramError(`I can not read ${text.slice(from)}`, line)
      if (/^(?:\.\.\.|…)/.test(token)) goesOn = true
      else if (/^OBTW\b/.test(token)) isComment = true
      else if (/^\s|^BTW\b/.test(token)) continue
      else if (token === ',') {
        if (tokens.length > 0) lines.push({ tokens, line: first })
        tokens = []
        first = line
      } else tokens.push(token)
    }
    if (goesOn) continue
    if (tokens.length > 0) lines.push({ tokens, line: first })
    tokens = []
  }
  return lines
}

// Parsing: a statement is { kind, line, … }, and so is an expression.

const TWO = {
  'SUM OF': 'sum',
  'DIFF OF': 'difference',
  'PRODUKT OF': 'product',
  'QUOSHUNT OF': 'quotient',
  'MOD OF': 'modulo',
  'BIGGR OF': 'bigger',
  'SMALLR OF': 'smaller',
  'BOTH OF': 'and',
  'EITHER OF': 'or',
  'WON OF': 'xor',
  'BOTH SAEM': 'same',
  DIFFRINT: 'different',
}
const MANY = { 'ALL OF': 'all', 'ANY OF': 'any', SMOOSH: 'join' }
const TYPES = ['NUMBR', 'NUMBAR', 'YARN', 'TROOF', 'NOOB']
const NAME = /^[A-Za-z]\w*$/

class Parser {
  #lines
  #at = 0
  #tokens = []
  #line = 1

  constructor(lines) {
    this.#lines = lines
  }

  program() {
    if (!this.#next() || !this.#accept('HAI')) this.#fail('a program begins with HAI')
    this.#tokens = []
    const body = this.#block('KTHXBYE')
    if (this.#at < this.#lines.length) {
      this.#next()
      this.#fail('nothing comes after KTHXBYE')
    }
    return body
  }

  #fail(message) {
    throw new ProgramError(message, this.#line)
  }

  #next() {
    const next = this.#lines[this.#at]
    if (next === undefined) return false
    this.#at++
    this.#tokens = [...next.tokens]
    this.#line = next.line
    return true
  }

  #sees(words) {
    return words.split(' ').every((word, index) => this.#tokens[index] === word)
  }

  #accept(words) {
    if (!this.#sees(words)) return false
    this.#tokens.splice(0, words.split(' ').length)
    return true
  }

  #require(words) {
    if (!this.#accept(words))
      this.#fail(`${words} should be here${this.#tokens.length > 0 ? `, not ${this.#tokens[0]}` : ''}`)
  }

  #finish() {
    if (this.#tokens.length > 0) this.#fail(`I did not expect ${this.#tokens.join(' ')}`)
  }

  #name() {
    const name = this.#tokens.shift()
    if (name === undefined || !NAME.test(name)) this.#fail('a name should be here')
    return name
  }

  /** Statements up to a line that begins with one of `ends`, which is left as the current one. */
  #block(...ends) {
    const begin = this.#line
    const body = []
    for (;;) {
      // A branch may begin on the line of its keyword: then the rest of that line is its first statement.
      if (this.#tokens.length === 0 && !this.#next())
        throw new ProgramError(`there is no ${ends.at(-1)} for this`, begin)
      const end = ends.find((words) => this.#sees(words))
      if (end !== undefined) {
        this.#accept(end)
        return Object.assign(body, { end })
      }
      body.push(this.#statement())
      this.#finish()
    }
  }

  #statement() {
    const line = this.#line
    if (this.#accept('CAN HAS')) {
      this.#name()
      this.#require('?')
      return { kind: 'nothing', line }
    }
    if (this.#accept('VISIBLE')) {
      const values = []
      while (this.#tokens.length > 0 && !this.#sees('!')) {
        values.push(this.#expression())
        this.#accept('AN')
        this.#accept('MKAY')
      }
      return { kind: 'print', line, values, ending: this.#accept('!') ? '' : '\n' }
    }
    if (this.#accept('GIMMEH')) return { kind: 'read', line, name: this.#name() }
    if (this.#accept('I HAS A')) {
      const name = this.#name()
      if (!this.#accept('ITZ')) return { kind: 'declare', line, name, value: { kind: 'literal', line, value: null } }
      if (!this.#accept('A')) return { kind: 'declare', line, name, value: this.#expression() }
      return { kind: 'declare', line, name, value: { kind: 'literal', line, value: FIRST_VALUES[this.#type()] } }
    }
    if (this.#accept('O RLY ?')) return this.#choice(line)
    if (this.#accept('WTF ?')) return this.#cases(line)
    if (this.#accept('IM IN YR')) return this.#loop(line)
    if (this.#accept('HOW IZ I')) return this.#function(line)
    if (this.#accept('FOUND YR')) return { kind: 'return', line, value: this.#expression() }
    if (this.#accept('GTFO')) return { kind: 'leave', line }
    if (this.#tokens[1] === 'R' && NAME.test(this.#tokens[0])) {
      const name = this.#name()
      this.#require('R')
      return { kind: 'assign', line, name, value: this.#expression() }
    }
    if (this.#tokens[1] === 'IS' && NAME.test(this.#tokens[0])) {
      const name = this.#name()
      this.#require('IS NOW A')
      return { kind: 'assign', line, name, value: this.#cast({ kind: 'variable', line, name }, this.#type()) }
    }
    return { kind: 'evaluate', line, value: this.#expression() }
  }

  #choice(line) {
    this.#finish()
    const branches = []
    if (!this.#next()) this.#fail('there is no OIC for this')
    this.#require('YA RLY')
    let condition = { kind: 'variable', line, name: 'IT' }
    for (;;) {
      const body = this.#block('MEBBE', 'NO WAI', 'OIC')
      branches.push({ condition, body })
      if (body.end === 'OIC') return { kind: 'choose', line, branches }
      condition = body.end === 'MEBBE' ? this.#expression() : { kind: 'literal', line, value: true }
    }
  }

  #cases(line) {
    this.#finish()
    const cases = []
    if (!this.#next()) this.#fail('there is no OIC for this')
    this.#require('OMG')
    let value = this.#expression()
    for (;;) {
      const body = this.#block('OMGWTF', 'OMG', 'OIC')
      cases.push({ value, body })
      if (body.end === 'OIC') return { kind: 'switch', line, cases }
      value = body.end === 'OMG' ? this.#expression() : null
    }
  }

  #loop(line) {
    const label = this.#name()
    let change = null
    let condition = null
    if (this.#tokens.length > 0) {
      const [word] = this.#tokens
      const isCall = this.#accept('I IZ')
      const operation = this.#name()
      if (!isCall && word !== 'UPPIN' && word !== 'NERFIN') this.#fail(`I do not know how to ${word}`)
      this.#require('YR')
      change = { operation, isCall, name: this.#name() }
      if (isCall) this.#accept('MKAY')
      if (this.#accept('TIL')) condition = { kind: 'not', line, value: this.#expression() }
      else if (this.#accept('WILE')) condition = this.#expression()
    }
    this.#finish()
    const body = this.#block('IM OUTTA YR')
    const end = this.#name()
    if (end !== label) this.#fail(`this loop is called ${label}, not ${end}`)
    return { kind: 'loop', line, change, condition, body }
  }

  #function(line) {
    const name = this.#name()
    const parameters = []
    while (this.#tokens.length > 0) {
      if (parameters.length > 0) this.#accept('AN')
      this.#require('YR')
      parameters.push(this.#name())
    }
    return { kind: 'function', line, name, parameters, body: this.#block('IF U SAY SO') }
  }

  #type() {
    const type = this.#tokens.shift()
    if (!TYPES.includes(type)) this.#fail(`a type should be here: ${TYPES.join(', ')}`)
    return type
  }

  #cast(value, type) {
    return { kind: 'cast', line: this.#line, value, type }
  }

  #expression() {
    const line = this.#line
    for (const [words, operation] of Object.entries(TWO)) {
      if (!this.#accept(words)) continue
      const left = this.#expression()
      this.#accept('AN')
      return { kind: 'two', line, operation, left, right: this.#expression() }
    }
    for (const [words, operation] of Object.entries(MANY)) {
      if (!this.#accept(words)) continue
      const values = [this.#expression()]
      while (this.#tokens.length > 0 && !this.#sees('MKAY') && !this.#sees('!')) {
        this.#accept('AN')
        values.push(this.#expression())
      }
      this.#accept('MKAY')
      return { kind: 'many', line, operation, values }
    }
    if (this.#accept('NOT')) return { kind: 'not', line, value: this.#expression() }
    if (this.#accept('MAEK')) {
      const value = this.#expression()
      this.#accept('A')
      return this.#cast(value, this.#type())
    }
    if (this.#accept('I IZ')) {
      const name = this.#name()
      const values = []
      while (this.#tokens.length > 0 && !this.#sees('MKAY')) {
        if (values.length > 0) this.#accept('AN')
        this.#require('YR')
        values.push(this.#expression())
      }
      this.#accept('MKAY')
      return { kind: 'call', line, name, values }
    }
    const token = this.#tokens.shift()
    if (token === undefined) this.#fail('a value should be here')
    if (token.startsWith('"')) return { kind: 'text', line, parts: this.#parts(token.slice(1, -1)) }
    if (/^-?\d+$/.test(token)) return { kind: 'literal', line, value: BigInt.asIntN(64, BigInt(token)) }
    if (/^-?\d*\.\d+$|^-?\d+\.$/.test(token)) return { kind: 'literal', line, value: Number(token) }
    if (token === 'WIN' || token === 'FAIL') return { kind: 'literal', line, value: token === 'WIN' }
    if (token === 'NOOB') return { kind: 'literal', line, value: null }
    if (!NAME.test(token)) this.#fail(`I do not know ${token}`)
    return { kind: 'variable', line, name: token }
  }

  /** The parts of a YARN: texts, and variables by name. */
  #parts(text) {
    const parts = []
    for (const [all, escape] of text.matchAll(/:(\([^)]*\)|\[[^\]]*\]|\{[^}]*\}|.)|[^:]+/gs)) {
      if (escape === undefined) parts.push(all)
      else if (escape in ESCAPES) parts.push(ESCAPES[escape])
      else if (escape.startsWith('{'))
        parts.push({ kind: 'variable', line: this.#line, name: escape.slice(1, -1).trim() })
      else if (escape.startsWith('(') && isCodePoint(escape))
        parts.push(String.fromCodePoint(Number(`0x${escape.slice(1, -1)}`)))
      else if (escape.startsWith('[') && escape.slice(1, -1) in CHARACTERS) parts.push(CHARACTERS[escape.slice(1, -1)])
      else this.#fail(`I do not know the escape ${all}`)
    }
    return parts
  }
}

const ESCAPES = { ')': '\n', '>': '\t', o: '\u0007', '"': '"', ':': ':' }
/** Of the names of Unicode, which would fill megabytes, those a program is likely to use. */
const CHARACTERS = {
  SNOWMAN: '☃',
  'CAT FACE': '🐱',
  'BLACK HEART SUIT': '♥',
  'WHITE SMILING FACE': '☺',
  'EURO SIGN': '€',
}
const FIRST_VALUES = { NUMBR: 0n, NUMBAR: 0, YARN: '', TROOF: false, NOOB: null }

const isCodePoint = (escape) => /^\([\dA-Fa-f]{1,6}\)$/.test(escape) && Number(`0x${escape.slice(1, -1)}`) <= 0x10ffff

// Running: a NUMBR is a BigInt of 64 bits, a NUMBAR a number, a YARN a string, a TROOF a boolean and NOOB null.

const LEAVE = Symbol('GTFO')

/** What FOUND YR brings back to the call. */
class Found {
  constructor(value) {
    this.value = value
  }
}

class Interpreter {
  #functions = new Map()
  #variables = new Map([['IT', null]])

  /** Runs statements. Something comes back only of those that leave. */
  run(body) {
    for (const statement of body) {
      const outcome = this.#execute(statement)
      if (outcome !== undefined) return outcome
    }
    return undefined
  }

  #execute(statement) {
    const { kind, line, name, value } = statement
    switch (kind) {
      case 'print':
        write(statement.values.map((one) => toYarn(this.#evaluate(one), line)).join('') + statement.ending)
        return
      case 'read':
        this.#set(name, readLine(), line)
        return
      case 'declare':
        this.#variables.set(name, this.#evaluate(value))
        return
      case 'assign':
        this.#set(name, this.#evaluate(value), line)
        return
      case 'evaluate':
        this.#variables.set('IT', this.#evaluate(value))
        return
      case 'choose': {
        const branch = statement.branches.find(({ condition }) => toTroof(this.#evaluate(condition)))
        return branch && this.run(branch.body)
      }
      case 'switch':
        return this.#switch(statement)
      case 'loop':
        return this.#loop(statement)
      case 'function':
        this.#functions.set(name, statement)
        return
      case 'return':
        return new Found(this.#evaluate(value))
      case 'leave':
        return LEAVE
    }
  }

  #switch({ cases }) {
    const it = this.#variables.get('IT')
    const from = cases.findIndex(({ value }) => value === null || isSame(this.#evaluate(value), it))
    if (from < 0) return
    for (const { body } of cases.slice(from)) {
      const outcome = this.run(body)
      if (outcome === LEAVE) return
      if (outcome !== undefined) return outcome
    }
  }

  #loop({ line, change, condition, body }) {
    const hidden = change && this.#variables.get(change.name)
    if (change) this.#variables.set(change.name, 0n)
    try {
      while (condition === null || toTroof(this.#evaluate(condition))) {
        const outcome = this.run(body)
        if (outcome === LEAVE) return
        if (outcome !== undefined) return outcome
        if (change) this.#variables.set(change.name, this.#changed(change, line))
      }
    } finally {
      if (hidden !== undefined && change) this.#variables.set(change.name, hidden)
      else if (change) this.#variables.delete(change.name)
    }
  }

  #changed({ operation, isCall, name }, line) {
    const value = this.#variables.get(name)
    if (isCall) return this.#call(operation, [value], line)
    return calculate(operation === 'UPPIN' ? 'sum' : 'difference', value, 1n, line)
  }

  #set(name, value, line) {
    if (!this.#variables.has(name)) throw new ProgramError(`there is no ${name}: I HAS A ${name} makes it`, line)
    this.#variables.set(name, value)
  }

  #call(name, values, line) {
    const called = this.#functions.get(name)
    if (called === undefined) throw new ProgramError(`I do not know how to ${name}`, line)
    const { parameters, body } = called
    if (parameters.length !== values.length)
      throw new ProgramError(`${name} takes ${parameters.length} values, not ${values.length}`, line)
    const outside = this.#variables
    this.#variables = new Map([['IT', null], ...parameters.map((parameter, index) => [parameter, values[index]])])
    try {
      const outcome = this.run(body)
      if (outcome === LEAVE) return null
      return outcome === undefined ? this.#variables.get('IT') : outcome.value
    } catch (error) {
      if (error instanceof RangeError) throw new ProgramError(`${name} calls itself too often`, line)
      throw error
    } finally {
      this.#variables = outside
    }
  }

  #evaluate(expression) {
    const { kind, line } = expression
    switch (kind) {
      case 'literal':
        return expression.value
      case 'variable': {
        const value = this.#variables.get(expression.name)
        if (value === undefined) throw new ProgramError(`there is no ${expression.name}`, line)
        return value
      }
      case 'text':
        return expression.parts
          .map((part) => (typeof part === 'string' ? part : toYarn(this.#evaluate(part), line)))
          .join('')
      case 'not':
        return !toTroof(this.#evaluate(expression.value))
      case 'cast':
        return cast(this.#evaluate(expression.value), expression.type, line)
      case 'call':
        return this.#call(
          expression.name,
          expression.values.map((value) => this.#evaluate(value)),
          line,
        )
      case 'two':
        return calculate(expression.operation, this.#evaluate(expression.left), this.#evaluate(expression.right), line)
      case 'many': {
        const { operation, values } = expression
        if (operation === 'join') return values.map((value) => toYarn(this.#evaluate(value), line)).join('')
        if (operation === 'all') return values.every((value) => toTroof(this.#evaluate(value)))
        return values.some((value) => toTroof(this.#evaluate(value)))
      }
    }
  }
}

function calculate(operation, left, right, line) {
  switch (operation) {
    case 'same':
      return isSame(left, right)
    case 'different':
      return !isSame(left, right)
    case 'and':
      return toTroof(left) && toTroof(right)
    case 'or':
      return toTroof(left) || toTroof(right)
    case 'xor':
      return toTroof(left) !== toTroof(right)
  }
  const [a, b] = asOneType(toNumeric(left, line), toNumeric(right, line))
  const isInteger = typeof a === 'bigint'
  if (isInteger && b === 0n && (operation === 'quotient' || operation === 'modulo'))
    throw new ProgramError('division by zero', line)
  const result = ARITHMETIC[operation](a, b)
  return isInteger ? BigInt.asIntN(64, result) : result
}

const ARITHMETIC = {
  sum: (a, b) => a + b,
  difference: (a, b) => a - b,
  product: (a, b) => a * b,
  quotient: (a, b) => a / b,
  modulo: (a, b) => a % b,
  bigger: (a, b) => (a > b ? a : b),
  smaller: (a, b) => (a < b ? a : b),
}

const isNumeric = (value) => typeof value === 'bigint' || typeof value === 'number'
const asOneType = (a, b) => (typeof a === typeof b ? [a, b] : [Number(a), Number(b)])

/** Numbers are the same across their types; nothing else is ever cast to be compared. */
function isSame(left, right) {
  if (!isNumeric(left) || !isNumeric(right)) return left === right
  const [a, b] = asOneType(left, right)
  return a === b
}

function toNumeric(value, line) {
  if (isNumeric(value)) return value
  if (typeof value === 'boolean') return value ? 1n : 0n
  if (typeof value === 'string') {
    const text = value.trim()
    if (/^-?\d+$/.test(text)) return BigInt.asIntN(64, BigInt(text))
    if (/^-?(?:\d+\.?\d*|\.\d+)$/.test(text)) return Number(text)
  }
  throw new ProgramError(`${value === null ? 'NOOB' : JSON.stringify(value)} is not a number`, line)
}

const toTroof = (value) => value !== null && value !== '' && value !== 0n && value !== 0 && value !== false

function toYarn(value, line) {
  if (value === null) throw new ProgramError('NOOB has no text', line)
  if (typeof value === 'boolean') return value ? 'WIN' : 'FAIL'
  // As the specification has it: two decimal places, cut off.
  if (typeof value === 'number') return Number.isFinite(value) ? cutTo2(value) : `${value}`
  return `${value}`
}

function cutTo2(value) {
  const [whole, decimals = ''] = (Math.abs(value) < 1e21 ? value.toFixed(10) : `${value}`).split('.')
  return `${whole}.${decimals.slice(0, 2)}`
}

function cast(value, type, line) {
  switch (type) {
    case 'TROOF':
      return toTroof(value)
    case 'NOOB':
      return null
    case 'YARN':
      return value === null ? '' : toYarn(value, line)
    case 'NUMBR': {
      const number = value === null ? 0n : toNumeric(value, line)
      if (typeof number === 'bigint') return number
      if (!Number.isFinite(number)) throw new ProgramError(`${number} is not a NUMBR`, line)
      return BigInt.asIntN(64, BigInt(Math.trunc(number)))
    }
    case 'NUMBAR':
      return value === null ? 0 : Number(toNumeric(value, line))
  }
}

// Input and output.

let written = ''
let pending = Buffer.alloc(0)

function write(text) {
  written += text
  if (text.includes('\n') || written.length > 8192) flush()
}

function flush() {
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
function readLine() {
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
