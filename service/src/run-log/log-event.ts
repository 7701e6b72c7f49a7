import { fromBytes, type OutputChannel, type RunEvent, type ServerMessage } from '@sandrun/shared'

/** The messages of a run that are no output. */
export type Milestone = Extract<ServerMessage, { type: 'queued' | 'started' | 'phase' | 'case' | 'exit' | 'error' }>

/** The place of an event in the order of things, from 1, and milliseconds since the run got its sandbox. */
export interface Stamp {
  order: number
  atMs: number
}

/**
 * What a reader of a run's log is given: a milestone, some output, or a gap where output is kept no more. The bytes are
 * the log's own, and as they are until more is appended: whoever wants them for longer copies them.
 */
export type LogEvent = Stamp &
  (
    | Milestone
    | { type: 'output'; channel: OutputChannel; offset: number; bytes: Uint8Array }
    | { type: 'gap'; channel: OutputChannel; from: number; to: number }
  )

/** Up to where a reader has seen a run: the order of the last event, and the offsets that are its next. */
export interface Position extends Record<OutputChannel, number> {
  order: number
}

export const BEGINNING: Position = { order: 0, stdout: 0, stderr: 0 }

/** An event as clients and the store see it: output as text where it can be. */
export function toRunEvent(event: LogEvent): RunEvent {
  if (event.type !== 'output') return event
  const { bytes, ...rest } = event
  return { ...rest, content: fromBytes(bytes) }
}
