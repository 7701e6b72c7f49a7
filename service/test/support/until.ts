/** The real clock, whatever a test puts in its place later. */
const { setTimeout: later } = globalThis
const { now } = Date

/** A busy machine is no failure; a test that waits in vain still ends. */
const PATIENCE_MS = 20_000

/** Waits by the real clock until something holds; fails the test when it never does. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const end = now() + PATIENCE_MS
  while (!holds()) {
    if (now() > end) throw new Error(`Waited in vain: ${what}.`)
    await new Promise((resolve) => {
      later(resolve, 1)
    })
  }
}
