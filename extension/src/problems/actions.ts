import { includeWords } from '../run/file-offers.ts'
import { limitLinkWords } from '../ui/framing.ts'

/** The extension's own words in the output, and the command behind them. */
export interface ActionWords {
  /** Offset and length in the text, in UTF-16 units. */
  start: number
  length: number
  command: string
  argument: string
}

/** The last of each in a text: a program may print the same words earlier, and gets no link for them. */
export function findActions(text: string, key: string): ActionWords[] {
  const known = [
    { words: includeWords(), command: 'sandrun.includeUnsent', argument: key },
    { words: limitLinkWords(), command: 'workbench.action.openSettings', argument: 'sandrun.limits' },
  ]
  return known.flatMap(({ words, command, argument }) => {
    const start = text.lastIndexOf(words)
    return start === -1 ? [] : [{ start, length: words.length, command, argument }]
  })
}
