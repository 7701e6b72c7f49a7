import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import * as z from 'zod/mini'
import { ConfigError } from '../../settings/file.ts'
import { configPath } from './config-path.ts'

const isServiceUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

const UserConfigSchema = z.strictObject({
  url: z.optional(z.string().check(z.refine(isServiceUrl, 'must be an address such as https://runs.example'))),
  token: z.optional(z.string().check(z.minLength(1, 'must not be empty'))),
  color: z.optional(z.enum(['auto', 'always', 'never'], 'must be auto, always or never')),
})

/** A person's settings from `sandrun config`. The token goes only to the service at `url`. */
export type UserConfig = z.infer<typeof UserConfigSchema>

/** Empty without a file. Throws a ConfigError that names file and key. */
export async function readUserConfig(environment: NodeJS.ProcessEnv): Promise<UserConfig> {
  const path = configPath(environment)
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '{}'
    throw new ConfigError(`${path}: ${error.message}`)
  })
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new ConfigError(`${path} is not JSON.`)
  }
  return checkConfig(json, path)
}

/** Throws a ConfigError that names `where` and the faulty key. */
function checkConfig(config: unknown, where: string): UserConfig {
  const result = UserConfigSchema.safeParse(config)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const key = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue?.path.join('.')
  throw new ConfigError(
    `${where}: "${key}": ${issue?.code === 'unrecognized_keys' ? 'is not a setting' : issue?.message}`,
  )
}

/** What a setting's value must be, if this is not one. */
export function faultOf(key: keyof UserConfig, value: string): string | null {
  const result = UserConfigSchema.safeParse({ [key]: value })
  return result.success ? null : (result.error.issues[0]?.message ?? '')
}

/** Replaces the whole file. Only its owner can read it, since it may hold a token. */
export async function writeUserConfig(environment: NodeJS.ProcessEnv, config: UserConfig): Promise<void> {
  const path = configPath(environment)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const passing = `${path}.${process.pid}`
  await writeFile(passing, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  await rename(passing, path)
}
