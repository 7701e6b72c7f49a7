/** `setTimeout` of `node:timers/promises`, based on the global one: so a test's fake clock counts here, too. */
export async function globalDelay(
  milliseconds: number,
  _value: undefined,
  { signal }: { signal: AbortSignal },
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const abort = (): void => reject(signal.reason)
  const timer = setTimeout(resolve, milliseconds)
  signal.addEventListener('abort', abort)
  if (signal.aborted) abort()
  try {
    await promise
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}
