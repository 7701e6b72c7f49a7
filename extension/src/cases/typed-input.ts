/**
 * The input that a program has read of the keys typed into its terminal: lines, as the terminal's canonical mode makes
 * them (termios(3)). An unfinished line has not been read.
 */
export function readOf(keys: string): string {
  let read = ''
  let line = ''
  for (const [key] of keys.matchAll(/\x1b(?:\[[0-?]*[ -/]*[@-~]|O.)|[^]/gu)) {
    if (key === '\r' || key === '\n') {
      read += `${line}\n`
      line = ''
    } else if (key === '\x04') {
      // ^D sends the line so far; on an empty line it is the end.
      if (line === '') return read
      read += line
      line = ''
    } else if (key === '\x7f' || key === '\b') line = withoutLastCharacter(line)
    else if (key === '\x17') line = withoutLastWord(line)
    else if (key === '\x15' || key === '\x03') line = ''
    else if (key === '\t' || key >= ' ') line += key
  }
  return read
}

/** A character outside the basic plane is two UTF-16 units. */
function withoutLastCharacter(line: string): string {
  const isPair = line.codePointAt(line.length - 2) !== line.charCodeAt(line.length - 2)
  return line.slice(0, Math.max(0, line.length - (isPair ? 2 : 1)))
}

/** Without its last word and the spaces after it. */
function withoutLastWord(line: string): string {
  let end = line.trimEnd().length
  while (end > 0 && (line[end - 1] ?? '').trim() !== '') end--
  return line.slice(0, end)
}
