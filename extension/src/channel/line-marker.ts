import type { OutputChannel } from '@sandrun/shared'

/** Precedes each line of stderr; the grammar of `sandrun-output` colours the line. */
const STDERR_MARK = 'stderr │ '

/** Combines stdout and stderr into one text in which every line belongs to one of them. */
export class LineMarker {
  #channel: OutputChannel = 'stdout'
  #lineStart = true

  get atLineStart(): boolean {
    return this.#lineStart
  }

  mark(channel: OutputChannel, text: string): string {
    if (text === '') return ''
    const broken = !this.#lineStart && channel !== this.#channel ? '\n' : ''
    const begins = this.#lineStart || broken !== ''
    this.#channel = channel
    this.#lineStart = text.endsWith('\n')
    if (channel === 'stdout') return broken + text
    return broken + (begins ? STDERR_MARK : '') + text.replace(/\n(?!$)/g, `\n${STDERR_MARK}`)
  }
}
