import { once } from 'node:events'
import { ControlFilter, type OutputChannel } from '@sandrun/shared'

/** The destination of a program's output. */
export interface Output {
  /** Whether the output may make the terminal answer as if the user had typed. */
  hasAsked(): boolean
  /** Resolves when the bytes have been taken; undefined if they were taken at once. */
  write(channel: OutputChannel, bytes: Uint8Array): Promise<void> | undefined
  /** Ends the output: restores the terminal's state. */
  end(): void
}

/**
 * This process's standard output and error. A pipe gets the bytes unchanged. A terminal gets text that can draw but not
 * drive it, unless `raw`.
 */
export function openOutput({ raw }: { raw: boolean }): Output {
  const channels = { stdout: filterFor('stdout', raw), stderr: filterFor('stderr', raw) }
  const each = Object.values(channels)
  return {
    // Raw output is not scanned.
    hasAsked: () => raw || each.some((channel) => channel?.hasAsked() ?? false),
    write(channel, bytes) {
      const stream = process[channel]
      if (stream.write(channels[channel]?.write(bytes) ?? bytes)) return undefined
      // A reader that is gone takes nothing any more, and the run is about to end.
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

/** Shows no output: only the result has it. */
export const SILENT: Output = { hasAsked: () => false, write: () => undefined, end: noop }

interface FilteredChannel {
  write(bytes: Uint8Array): string
  end(): string
  hasAsked(): boolean
}

/** null when the channel's bytes stay unchanged. */
function filterFor(channel: OutputChannel, raw: boolean): FilteredChannel | null {
  if (raw || !process[channel].isTTY) return null
  // Invalid UTF-8 becomes U+FFFD: a lone byte could otherwise be a control character for the terminal.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const filter = new ControlFilter()
  return {
    write: (bytes) => filter.filter(decoder.decode(bytes, { stream: true })),
    end: () => filter.filter(decoder.decode()) + filter.reset(),
    hasAsked: () => filter.hasAsked,
  }
}

function noop(): void {}
