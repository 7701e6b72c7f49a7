import { ProgramError } from './program-error.mjs'

export function calculate(operation, left, right, line) {
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
export function isSame(left, right) {
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

export const toTroof = (value) => value !== null && value !== '' && value !== 0n && value !== 0 && value !== false

export function toYarn(value, line) {
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

export function cast(value, type, line) {
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
