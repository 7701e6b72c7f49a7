import type { RunQueue } from '../../src/ports/run-queue.ts'

/** A queue of a cluster that does only what a test adds. */
export function fakeQueue(more: Partial<RunQueue> = {}): RunQueue {
  return {
    submit: async () => {},
    positions: async () => [],
    withdraw: async () => false,
    claim: async () => null,
    onWork: () => () => {},
    recover: async () => {},
    state: async () => null,
    ...more,
  }
}
