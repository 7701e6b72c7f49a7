import { ProgramError } from './program-error.mjs'

const ESCAPES = { ')': '\n', '>': '\t', o: '\u0007', '"': '"', ':': ':' }
/** Of the names of Unicode, which would fill megabytes, those a program is likely to use. */
const CHARACTERS = {
  SNOWMAN: '☃',
  'CAT FACE': '🐱',
  'BLACK HEART SUIT': '♥',
  'WHITE SMILING FACE': '☺',
  'EURO SIGN': '€',
}

const isCodePoint = (escape) => /^\([\dA-Fa-f]{1,6}\)$/.test(escape) && Number(`0x${escape.slice(1, -1)}`) <= 0x10ffff

/** The parts of a YARN: texts, and variables by name. */
export function partsOfYarn(text, line) {
  const parts = []
  for (const [all, escape] of text.matchAll(/:(\([^)]*\)|\[[^\]]*\]|\{[^}]*\}|.)|[^:]+/gs)) {
    if (escape === undefined) parts.push(all)
    else if (escape in ESCAPES) parts.push(ESCAPES[escape])
    else if (escape.startsWith('{')) parts.push({ kind: 'variable', line: line, name: escape.slice(1, -1).trim() })
    else if (escape.startsWith('(') && isCodePoint(escape))
      parts.push(String.fromCodePoint(Number(`0x${escape.slice(1, -1)}`)))
    else if (escape.startsWith('[') && escape.slice(1, -1) in CHARACTERS) parts.push(CHARACTERS[escape.slice(1, -1)])
    else throw new ProgramError(`I do not know the escape ${all}`, line)
  }
  return parts
}
