/** The real clock, even if a test replaces it later. */
const { setTimeout: later } = globalThis
const { now } = Date

/** A busy machine must not fail a test, but every wait must end. */
const PATIENCE_MS = 20_000

/** Waits by the real clock until something holds; fails the test if it never does. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const end = now() + PATIENCE_MS
  while (!holds()) {
    if (now() > end) throw new Error(`Timed out: ${what}.`)
    await new Promise((resolve) => {
      later(resolve, 1)
    })
  }
}
