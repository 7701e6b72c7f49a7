const ERASE = /[^\n]$/u
const ERASE_WORD = /\S*[^\S\n]*$/

/**
 * What a program has read of the keys typed into its terminal: lines, as the terminal's canonical mode makes them
 * (termios(3)). A line that was never ended has not been read.
 */
export function readOf(keys: string): string {
  let read = ''
  let line = ''
  for (const [key] of keys.matchAll(/\x1b(?:\[[0-?]*[ -/]*[@-~]|O.)|[^]/gu)) {
    if (key === '\r' || key === '\n') {
      read += `${line}\n`
      line = ''
    } else if (key === '\x04') {
      // ^D hands over what there is; on an empty line that is the end.
      if (line === '') return read
      read += line
      line = ''
    } else if (key === '\x7f' || key === '\b') line = line.replace(ERASE, '')
    else if (key === '\x17') line = line.replace(ERASE_WORD, '')
    else if (key === '\x15' || key === '\x03') line = ''
    else if (key === '\t' || key >= ' ') line += key
  }
  return read
}
