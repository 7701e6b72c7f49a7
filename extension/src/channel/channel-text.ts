import type { OutputChannel } from '@sandrun/shared'
import { l10n } from 'vscode'
import { HeadAndTail } from './head-and-tail.ts'
import { LineMarker } from './line-marker.ts'
import { PlainText } from './plain-text.ts'

/** Turns one run's bytes into plain text; a long text shows its head and its tail. */
export class ChannelText {
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() }
  readonly #plain = { stdout: new PlainText(), stderr: new PlainText() }
  readonly #marker = new LineMarker()
  readonly #length: HeadAndTail

  constructor(headLength: number, tailLength: number) {
    this.#length = new HeadAndTail(headLength, tailLength)
  }

  decode(channel: OutputChannel, bytes: Uint8Array): string {
    return this.take(channel, this.#plain[channel].plain(this.#decoders[channel].decode(bytes, { stream: true })))
  }

  take(channel: OutputChannel, text: string): string {
    return this.#length.take(this.#marker.mark(channel, text))
  }

  /** The text still to be shown; ends at the start of a line. */
  end(): string {
    let rest = ''
    for (const channel of ['stdout', 'stderr'] as const) {
      const last = this.#plain[channel].plain(this.#decoders[channel].decode()) + this.#plain[channel].end()
      rest += this.take(channel, last)
    }
    const { skipped, tail } = this.#length.end()
    if (skipped > 0) rest += `\n[${l10n.t('{0} characters are left out here', skipped.toLocaleString())}]\n`
    rest += tail
    return this.#marker.atLineStart ? rest : `${rest}\n`
  }
}
