import type { Fault, Passage } from './rules.ts'

/** The same line length as in sources. */
const MOST_COLUMNS = 120

interface Line {
  number: number
  text: string
}

/** Paragraphs, list items, headings and cells, without code. */
export function passagesOf(file: string, page: string): Passage[] {
  const passages: Passage[] = []
  let open: Passage | null = null
  for (const { number, text } of proseLines(page)) {
    const words = text.replaceAll(/`[^`]*`/g, '`…`').trim()
    if (words.startsWith('|')) {
      const cells = words.split('|').map((cell) => cell.trim())
      passages.push(...cells.filter((cell) => cell !== '').map((cell) => ({ file, line: number, text: cell })))
      open = null
    } else if (words === '' || words.startsWith('#')) {
      open = null
    } else if (open === null || /^(?:[-*]|\d+\.) /.test(words)) {
      open = { file, line: number, text: words }
      passages.push(open)
    } else {
      open.text += ` ${words}`
    }
  }
  return passages
}

/** Lines of prose that are too long; a long address does not count. */
export function longLines(file: string, page: string): Fault[] {
  return proseLines(page)
    .filter(({ text }) => !text.startsWith('|') && /\s/.test(text.slice(MOST_COLUMNS)))
    .map(({ number, text }) => ({ file, line: number, text, advice: `Break the line at ${MOST_COLUMNS} columns.` }))
}

/** All lines outside code blocks. */
function proseLines(page: string): Line[] {
  let isCode = false
  return page.split('\n').flatMap((text, index) => {
    const isFence = /^\s*(?:```|~~~)/.test(text)
    if (isFence) isCode = !isCode
    return isCode || isFence ? [] : [{ number: index + 1, text }]
  })
}
