import { UsageError } from '../command/usage-error.ts'

/** Reads `NAME=VALUE`, or `NAME` for its current value. Throws a UsageError that names the faulty one. */
export function readVariables(texts: readonly string[], own: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=')
      const name = at === -1 ? text : text.slice(0, at)
      const value = at === -1 ? own[name] : text.slice(at + 1)
      if (name !== '' && value !== undefined) return [name, value]
      throw new UsageError(
        name === '' ? `"${text}" has no name.` : `The variable "${name}" is not set.`,
        'Write --env NAME=VALUE, or --env NAME to pass your own value.',
      )
    }),
  )
}
