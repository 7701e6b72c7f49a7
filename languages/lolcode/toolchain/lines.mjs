import { ProgramError } from './program-error.mjs'

// Reading the program: physical lines become logical ones, each a list of tokens.

/** A token is a word as it stands, or the parts of a YARN. */
export function readLines(source) {
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
