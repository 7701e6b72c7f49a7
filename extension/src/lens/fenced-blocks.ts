/** A fenced code block of a Markdown text (CommonMark 0.31, 4.5). */
export interface FencedBlock {
  /** The first word of its info string, in lower case: `python`. */
  tag: string
  code: string
  /** The line of the opening fence, from 0; the code begins on the next. */
  line: number
  /** The line of the closing fence, or the first after the text if there is none. */
  end: number
}

/** The blocks of this text that name their language. */
export function fencedBlocks(text: string): FencedBlock[] {
  const blocks: FencedBlock[] = []
  const lines = text.split(/\r?\n/)
  for (let line = 0; line < lines.length; line++) {
    const [opening = '', indent = '', fence = ''] = /^( {0,3})(`{3,}|~{3,})/.exec(lines[line] ?? '') ?? []
    const info = (lines[line] ?? '').slice(opening.length)
    if (fence === '' || info.includes('`')) continue
    const tag = /^\{?\.?([^\s`~,}]*)/.exec(info.trimStart())?.[1] ?? ''
    const closing = new RegExp(`^ {0,3}${fence[0]}{${fence.length},}\\s*$`)
    const found = lines.findIndex((it, at) => at > line && closing.test(it))
    const end = found === -1 ? lines.length : found
    const code = lines.slice(line + 1, end).map((it) => withoutIndent(it, indent.length))
    if (tag !== '') blocks.push({ tag: tag.toLowerCase(), code: code.join('\n'), line, end })
    line = end
  }
  return blocks
}

function withoutIndent(line: string, indent: number): string {
  return line.replace(new RegExp(`^ {0,${indent}}`), '')
}
