import type { OutputChannel, RunRequest, RunResult } from '@sandrun/shared'
import type { ActiveRun, RunClient, RunHandlers } from '@sandrun/shared/client'

/** A run whose output can be awaited, as a person at a terminal would. */
export interface WatchedRun {
  active: ActiveRun
  result: Promise<RunResult>
  /** All bytes of a channel so far. */
  bytes(channel: OutputChannel): Buffer
  /** Resolves when the channel's text contains `text` after all earlier matches; throws when it ends without. */
  sees(text: string, channel?: OutputChannel): Promise<void>
  send(text: string): void
}

/** Starts a run, and keeps its output. */
export function watch(client: RunClient, request: RunRequest, handlers: RunHandlers = {}): WatchedRun {
  const chunks: Record<OutputChannel, Uint8Array[]> = { stdout: [], stderr: [] }
  const searched: Record<OutputChannel, number> = { stdout: 0, stderr: 0 }
  let wake = Promise.withResolvers<void>()
  const active = client.run(request, {
    ...handlers,
    output: (channel, bytes) => {
      chunks[channel].push(bytes)
      wake.resolve()
      wake = Promise.withResolvers()
      return handlers.output?.(channel, bytes)
    },
  })
  const bytes = (channel: OutputChannel): Buffer => Buffer.concat(chunks[channel])
  return {
    active,
    result: active.result,
    bytes,
    send: (text) => void active.writeStdin(new TextEncoder().encode(text)),
    async sees(text, channel = 'stdout') {
      let ended = false
      const end = active.result.then(
        () => (ended = true),
        () => (ended = true),
      )
      for (;;) {
        const at = bytes(channel).indexOf(text, searched[channel])
        if (at !== -1) {
          searched[channel] = at + Buffer.byteLength(text)
          return
        }
        if (ended)
          throw new Error(`Ended without ${JSON.stringify(text)}: ${JSON.stringify(bytes(channel).toString())}`)
        await Promise.race([wake.promise, end])
      }
    },
  }
}
