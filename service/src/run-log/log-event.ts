import { fromBytes, type OutputChannel, type RunEvent, type ServerMessage } from '@sandrun/shared'

/** The messages of a run other than output. */
export type Milestone = Extract<ServerMessage, { type: 'queued' | 'started' | 'phase' | 'case' | 'exit' | 'error' }>

/** An event's place in the log, from 1, and milliseconds since the run got its sandbox. */
export interface EventStamp {
  order: number
  atMs: number
}

/**
 * An item for a reader of a run's log: a milestone, some output, or a gap where output was dropped. The bytes belong to
 * the log, and change with the next append: copy them to keep them longer.
 */
export type LogEvent = EventStamp &
  (
    | Milestone
    | { type: 'output'; channel: OutputChannel; offset: number; bytes: Uint8Array }
    | { type: 'gap'; channel: OutputChannel; from: number; to: number }
  )

/** How far a reader has read: the order of the last event, and the next offset of each channel. */
export interface Position extends Record<OutputChannel, number> {
  order: number
}

export const BEGINNING: Position = { order: 0, stdout: 0, stderr: 0 }

/** An event in the form for clients and the store: output as text if possible. */
export function toRunEvent(event: LogEvent): RunEvent {
  if (event.type !== 'output') return event
  const { bytes, ...rest } = event
  return { ...rest, content: fromBytes(bytes) }
}
