import { once } from 'node:events'
import { type RunResult, SandrunError } from '@sandrun/shared'
import type { KnownRun } from './known-run.ts'

/** Waits for a run's result. Throws the SandrunError of a run that never began, or the signal's reason. */
export async function outcomeOf(run: KnownRun, signal: AbortSignal): Promise<RunResult> {
  const settled = new AbortController()
  const aborted = once(signal, 'abort', { signal: settled.signal }).catch(() => {})
  run.watch(AbortSignal.any([signal, settled.signal]))
  try {
    while (!run.log.ended) {
      signal.throwIfAborted()
      await Promise.race([run.log.changed(), aborted])
    }
  } finally {
    settled.abort()
  }
  const { result, error } = run.record()
  if (result !== undefined) return result
  throw error === undefined ? new Error('A run ended without an outcome.') : SandrunError.fromBody(error)
}
