import { readLine, write } from './io.mjs'
import { ProgramError } from './program-error.mjs'
import { calculate, cast, isSame, toTroof, toYarn } from './values.mjs'

// Running: a NUMBR is a BigInt of 64 bits, a NUMBAR a number, a YARN a string, a TROOF a boolean and NOOB null.

const LEAVE = Symbol('GTFO')

export class Interpreter {
  #functions = new Map()
  #variables = new Map([['IT', null]])

  /** Runs statements. Something comes back only of those that leave: LEAVE, or what FOUND YR has found. */
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
        return { found: this.#evaluate(value) }
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
      for (;;) {
        if (condition !== null && !toTroof(this.#evaluate(condition))) return
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
      return outcome === undefined ? this.#variables.get('IT') : outcome.found
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
