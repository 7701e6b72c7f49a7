import type { RunEvent, Started } from '@sandrun/shared'

export interface LostJob {
  id: string
  language: string
  /** RFC 3339, UTC. */
  startedAt: string
  started: Omit<Started, 'type'>
}

/** What is known of a job whose process died while it ran. It may have had effects, so it is not run again. */
export function lostEvents({ id, language, startedAt, started }: LostJob): RunEvent[] {
  return [
    { type: 'started', ...started, order: 1, atMs: 0 },
    {
      type: 'exit',
      result: {
        id,
        language,
        version: started.version,
        verdict: 'worker-lost',
        message: 'The service ended while the program ran. It is not run again.',
        warnings: [],
        warm: started.warm,
        queuedMs: 0,
        startedAt,
      },
      order: 2,
      atMs: 0,
    },
  ]
}
