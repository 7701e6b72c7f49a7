import { includeLinkText } from '../run/file-offers.ts'
import { limitLinkText } from '../ui/framing.ts'

/** The extension's own words in the output, and the command behind them. */
export interface ActionMention {
  /** Offset and length in the text, in UTF-16 units. */
  start: number
  length: number
  command: string
  argument: string
}

/** The last of each in a text: a program may print the same words earlier, and gets no link for them. */
export function findActions(text: string, key: string): ActionMention[] {
  const known = [
    { words: includeLinkText(), command: 'sandrun.includeUnsent', argument: key },
    { words: limitLinkText(), command: 'workbench.action.openSettings', argument: 'sandrun.limits' },
  ]
  return known.flatMap(({ words, command, argument }) => {
    const start = text.lastIndexOf(words)
    return start === -1 ? [] : [{ start, length: words.length, command, argument }]
  })
}
