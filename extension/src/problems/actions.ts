import { includeWords } from '../run/file-offers.ts'
import { limitLinkWords } from '../ui/framing.ts'

/** Words of ours in the output, and the command that does what they say. */
export interface ActionWords {
  /** Offset and length in the text, in UTF-16 units. */
  start: number
  length: number
  command: string
  argument: string
}

/** The last of each in a text: what a program prints in their place before cannot be more than what they do. */
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
