// An interpreter of Whitespace 0.3. Numbers have any size, division rounds down, and a character read when the input has
// ended is -1. Output is written at the end of a line, before input is read, and at the end.
import { readFileSync, readSync, writeSync } from 'node:fs'

const INSTRUCTIONS = new Map(
  Object.entries({
    SS: ['push', 'number'],
    SLS: ['duplicate'],
    STS: ['copy', 'number'],
    SLT: ['swap'],
    SLL: ['discard'],
    STL: ['slide', 'number'],
    TSSS: ['add'],
    TSST: ['subtract'],
    TSSL: ['multiply'],
    TSTS: ['divide'],
    TSTT: ['modulo'],
    TTS: ['store'],
    TTT: ['retrieve'],
    LSS: ['mark', 'label'],
    LST: ['call', 'label'],
    LSL: ['jump', 'label'],
    LTS: ['jumpIfZero', 'label'],
    LTT: ['jumpIfNegative', 'label'],
    LTL: ['return'],
    LLL: ['end'],
    TLSS: ['writeCharacter'],
    TLST: ['writeNumber'],
    TLTS: ['readCharacter'],
    TLTT: ['readNumber'],
  }),
)
const LONGEST = 4
const LETTERS = { ' ': 'S', '\t': 'T', '\n': 'L' }

/** What is wrong with a program, and where. */
class ProgramError extends Error {
  constructor(message, { line, column }) {
    super(message)
    this.place = `${line}:${column}`
  }
}

function* lettersOf(source) {
  let line = 1
  let column = 0
  for (const character of source) {
    column++
    if (character in LETTERS) yield { letter: LETTERS[character], line, column }
    if (character !== '\n') continue
    line++
    column = 0
  }
}

function parse(source) {
  const letters = [...lettersOf(source)]
  const program = []
  const labels = new Map()
  let at = 0
  const readOperand = (place) => {
    let text = ''
    for (; letters[at]?.letter !== 'L'; at++) {
      if (at >= letters.length) throw new ProgramError('the program ends in the middle of an instruction', place)
      text += letters[at].letter
    }
    at++
    return text
  }
  while (at < letters.length) {
    const place = letters[at]
    let code = ''
    while (!INSTRUCTIONS.has(code)) {
      if (at >= letters.length) throw new ProgramError('the program ends in the middle of an instruction', place)
      if (code.length === LONGEST) throw new ProgramError('there is no such instruction', place)
      code += letters[at++].letter
    }
    const [name, operand] = INSTRUCTIONS.get(code)
    const text = operand === undefined ? '' : readOperand(place)
    if (name === 'mark') {
      if (labels.has(text)) throw new ProgramError('this label is there already', place)
      labels.set(text, program.length)
    } else {
      program.push({
        name,
        place,
        operand: operand === 'number' ? toNumber(text, place) : text,
        takesLabel: operand === 'label',
      })
    }
  }
  for (const instruction of program) {
    if (!instruction.takesLabel) continue
    const target = labels.get(instruction.operand)
    if (target === undefined) throw new ProgramError('there is no such label', instruction.place)
    instruction.operand = target
  }
  return program
}

function toNumber(text, place) {
  if (text === '') throw new ProgramError('this number has no sign', place)
  const size = BigInt(`0b0${text.slice(1).replaceAll('S', '0').replaceAll('T', '1')}`)
  return text[0] === 'T' ? -size : size
}

let written = ''

function write(text) {
  written += text
  if (text === '\n' || written.length > 8192) flush()
}

function flush() {
  const bytes = Buffer.from(written)
  written = ''
  for (let from = 0; from < bytes.length;) from += whenReady(() => writeSync(1, bytes, from))
}

let pending = Buffer.alloc(0)

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

/** Has at least `size` bytes pending unless the input ends before. */
function fill(size) {
  flush()
  while (pending.length < size) {
    const chunk = Buffer.alloc(65_536)
    const count = whenReady(() => readSync(0, chunk))
    if (count === 0) return
    pending = Buffer.concat([pending, chunk.subarray(0, count)])
  }
}

function take(size) {
  const taken = pending.subarray(0, size)
  pending = pending.subarray(size)
  return taken.toString()
}

function readCharacter() {
  if (pending.length === 0) fill(1)
  if (pending.length === 0) return -1n
  const [first] = pending
  const size = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
  if (pending.length < size) fill(size)
  return BigInt(take(size).codePointAt(0))
}

function readLine() {
  for (;;) {
    const end = pending.indexOf(10)
    if (end >= 0) return take(end + 1).trim()
    const before = pending.length
    fill(before + 1)
    if (pending.length === before) return before === 0 ? null : take(before).trim()
  }
}

function run(program) {
  const stack = []
  const calls = []
  const heap = new Map()
  const fail = (message) => {
    throw new ProgramError(message, program[at].place)
  }
  const pop = () => stack.pop() ?? fail('the stack is empty')
  const peek = (depth) => stack[stack.length - 1 - Number(depth)] ?? fail('the stack does not hold so much')
  const calculate = (operation) => {
    const right = pop()
    stack.push(operation(pop(), right))
  }
  const floorDivide = (left, right) => {
    if (right === 0n) fail('division by zero')
    const quotient = left / right
    return left % right !== 0n && left < 0n !== right < 0n ? quotient - 1n : quotient
  }
  let at = 0
  for (; at < program.length; at++) {
    const { name, operand } = program[at]
    switch (name) {
      case 'push':
        stack.push(operand)
        break
      case 'duplicate':
        stack.push(peek(0n))
        break
      case 'copy':
        stack.push(peek(operand))
        break
      case 'swap': {
        const [top, below] = [pop(), pop()]
        stack.push(top, below)
        break
      }
      case 'discard':
        pop()
        break
      case 'slide': {
        const top = pop()
        stack.length = Math.max(0, stack.length - Number(operand))
        stack.push(top)
        break
      }
      case 'add':
        calculate((left, right) => left + right)
        break
      case 'subtract':
        calculate((left, right) => left - right)
        break
      case 'multiply':
        calculate((left, right) => left * right)
        break
      case 'divide':
        calculate(floorDivide)
        break
      case 'modulo':
        calculate((left, right) => left - right * floorDivide(left, right))
        break
      case 'store': {
        const value = pop()
        heap.set(pop(), value)
        break
      }
      case 'retrieve':
        stack.push(heap.get(pop()) ?? 0n)
        break
      case 'call':
        calls.push(at)
        at = operand - 1
        break
      case 'jump':
        at = operand - 1
        break
      case 'jumpIfZero':
        if (pop() === 0n) at = operand - 1
        break
      case 'jumpIfNegative':
        if (pop() < 0n) at = operand - 1
        break
      case 'return':
        at = calls.pop() ?? fail('there is no call to return from')
        break
      case 'end':
        return
      case 'writeCharacter': {
        const code = pop()
        if (code < 0n || code > 0x10ffffn) fail('there is no such character')
        write(String.fromCodePoint(Number(code)))
        break
      }
      case 'writeNumber':
        write(`${pop()}`)
        break
      case 'readCharacter':
        heap.set(pop(), readCharacter())
        break
      case 'readNumber': {
        const line = readLine() ?? fail('the input has ended')
        if (!/^[-+]?\d+$/.test(line)) fail(`${JSON.stringify(line)} is not a number`)
        heap.set(pop(), BigInt(line.replace(/^\+/, '')))
        break
      }
    }
  }
}

const [, , file] = process.argv
if (file === '--version') {
  console.log('Whitespace 0.3')
} else {
  try {
    run(parse(readFileSync(file, 'utf8')))
    flush()
  } catch (error) {
    flush()
    if (!(error instanceof ProgramError)) throw error
    console.error(`${file}:${error.place}: error: ${error.message}`)
    process.exitCode = 1
  }
}
