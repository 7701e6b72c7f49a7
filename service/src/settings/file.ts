import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'
import { nearestWord } from '../model/nearest-word.ts'

/** An invalid setting; the message names it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const scalar = z.union([z.string(), z.number(), z.boolean()])
const FileSchema = z.record(z.string(), z.union([scalar, z.array(scalar), z.record(z.string(), scalar)]))

/**
 * Reads settings from a JSON file: an object with the names of the environment. Lists may be lists, pairs an object,
 * `on` and `off` true and false. Throws a ConfigError for an unreadable file, and for a name that is not `known`.
 */
export function readConfigFile(path: string, known: readonly string[]): Record<string, string> {
  const parsed = FileSchema.safeParse(parseJson(path))
  if (!parsed.success) {
    const at = parsed.error.issues[0]?.path.join('.') ?? ''
    throw new ConfigError(
      `SANDRUN_CONFIG: ${path}: ${at === '' ? 'must be a JSON object of settings' : `"${at}" must be a value, a list, or names with values`}`,
    )
  }
  return Object.fromEntries(
    Object.entries(parsed.data).map(([name, value]) => {
      if (known.includes(name)) return [name, toText(value)]
      const nearest = nearestWord(name, known)
      const hint = nearest === undefined ? '' : `; did you mean "${nearest}"?`
      throw new ConfigError(`SANDRUN_CONFIG: ${path}: unknown setting "${name}"${hint}`)
    }),
  )
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ConfigError(`SANDRUN_CONFIG: can't read ${path}: ${why}`, { cause: error })
  }
}

/** In the form of the environment. */
function toText(value: z.infer<typeof FileSchema>[string]): string {
  if (Array.isArray(value)) return value.map(toText).join(',')
  if (typeof value === 'object') {
    return Object.entries(value)
      .map(([name, one]) => `${name}=${toText(one)}`)
      .join(',')
  }
  return value === true ? 'on' : value === false ? 'off' : String(value)
}
