import { once } from 'node:events'
import { ControlFilter, type OutputChannel } from '@sandrun/shared'

/** Where a program's output goes. */
export interface Output {
  /** Whether the terminal may have been asked for what it answers as if it were typed. */
  hasAsked(): boolean
  /** Resolves when the bytes have been taken; undefined when they were at once. */
  write(channel: OutputChannel, bytes: Uint8Array): Promise<void> | undefined
  /** Nothing more will come: what a terminal was left in is undone. */
  end(): void
}

/**
 * Our own standard output and error. A pipe gets the bytes as they are. A terminal gets text that can draw but not
 * drive it, unless it is to be `raw`.
 */
export function openOutput({ raw }: { raw: boolean }): Output {
  const channels = { stdout: filterFor('stdout', raw), stderr: filterFor('stderr', raw) }
  const each = Object.values(channels)
  return {
    // Of what goes to a terminal as it is, nobody looks.
    hasAsked: () => raw || each.some((channel) => channel?.hasAsked() ?? false),
    write(channel, bytes) {
      const stream = process[channel]
      if (stream.write(channels[channel]?.write(bytes) ?? bytes)) return undefined
      // A reader that is gone takes nothing any more, and the run is about to end for it.
      return once(stream, 'drain').then(noop, noop)
    },
    end() {
      for (const name of ['stdout', 'stderr'] as const) {
        const rest = channels[name]?.end() ?? ''
        if (rest !== '') process[name].write(rest)
      }
    },
  }
}

/** A run whose output only the result tells. */
export const SILENT: Output = { hasAsked: () => false, write: () => undefined, end: noop }

interface FilteredChannel {
  write(bytes: Uint8Array): string
  end(): string
  hasAsked(): boolean
}

/** null when the channel's bytes go on untouched. */
function filterFor(channel: OutputChannel, raw: boolean): FilteredChannel | null {
  if (raw || !process[channel].isTTY) return null
  // What is no UTF-8 becomes U+FFFD: a lone byte could otherwise be a control of the terminal's.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const filter = new ControlFilter()
  return {
    write: (bytes) => filter.filter(decoder.decode(bytes, { stream: true })),
    end: () => filter.filter(decoder.decode()) + filter.reset(),
    hasAsked: () => filter.hasAsked,
  }
}

function noop(): void {}
