import { ProgramError } from './program-error.mjs'
import { partsOfYarn } from './yarn.mjs'

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

const FIRST_VALUES = { NUMBR: 0n, NUMBAR: 0, YARN: '', TROOF: false, NOOB: null }

export class Parser {
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
    if (token.startsWith('"')) return { kind: 'text', line, parts: partsOfYarn(token.slice(1, -1), line) }
    if (/^-?\d+$/.test(token)) return { kind: 'literal', line, value: BigInt.asIntN(64, BigInt(token)) }
    if (/^-?\d*\.\d+$|^-?\d+\.$/.test(token)) return { kind: 'literal', line, value: Number(token) }
    if (token === 'WIN' || token === 'FAIL') return { kind: 'literal', line, value: token === 'WIN' }
    if (token === 'NOOB') return { kind: 'literal', line, value: null }
    if (!NAME.test(token)) this.#fail(`I do not know ${token}`)
    return { kind: 'variable', line, name: token }
  }
}
