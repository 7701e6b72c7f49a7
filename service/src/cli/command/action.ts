/** Makes an action of a function that returns the exit code. */
export function exits<T extends unknown[]>(act: (...args: T) => Promise<number>): (...args: T) => Promise<void> {
  return async (...args) => {
    process.exitCode = await act(...args)
  }
}

/** Reads an option that may be repeated. */
export function oneMore(value: string, before: string[] = []): string[] {
  return [...before, value]
}
