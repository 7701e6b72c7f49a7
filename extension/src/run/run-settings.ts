import { LimitsSchema, parseOrThrow, type RunRequest, RunRequestSchema, SandrunError } from '@sandrun/shared'
import { Uri, workspace } from 'vscode'

/** The user's settings for a run in this language. */
export type ProgramSettings = Required<Pick<RunRequest, 'env' | 'compileArgs' | 'limits'>>

/**
 * The settings for a file's run: those for every language (`*`), then those for this one. Throws a SandrunError that
 * names what is wrong in them.
 */
export function runSettings(key: string, languageId: string): ProgramSettings {
  const configuration = workspace.getConfiguration('sandrun', Uri.parse(key))
  const each = (setting: string): [string[], unknown][] => {
    const value = configuration.get<unknown>(setting)
    return ['*', languageId].flatMap((id): [string[], unknown][] =>
      isRecord(value) && value[id] !== undefined ? [[[`sandrun.${setting}`, id], value[id]]] : [],
    )
  }
  return {
    env: merged(each('env').map(([within, value]) => checked(RunRequestSchema.shape.env, value, within) ?? {})),
    compileArgs: each('compileArgs').flatMap(
      ([within, value]) => checked(RunRequestSchema.shape.compileArgs, value, within) ?? [],
    ),
    limits: merged(each('limits').map(([within, value]) => checked(LimitsSchema, value, within))),
  }
}

function checked<S extends Parameters<typeof parseOrThrow>[0]>(
  schema: S,
  value: unknown,
  within: string[],
): ReturnType<typeof parseOrThrow<S>> {
  try {
    return parseOrThrow(schema, value, { within })
  } catch (cause) {
    if (!(cause instanceof SandrunError)) throw cause
    throw new SandrunError('invalid-request', `Invalid setting: ${cause.message}.`, { cause, hint: '' })
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function merged<T extends object>(parts: T[]): T {
  return Object.assign({}, ...parts) as T
}
