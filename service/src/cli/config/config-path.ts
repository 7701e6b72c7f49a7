import { homedir } from 'node:os'
import { join } from 'node:path'

/** Follows the XDG Base Directory Specification. */
export function configPath(environment: NodeJS.ProcessEnv): string {
  return join(environment['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'sandrun', 'config.json')
}
