import { openContainerEngine } from '../../compose/container-engine.ts'
import type { ContainerEngine } from '../../ports/sandbox-engine.ts'
import { readConfig } from '../../settings/environment.ts'

/** The engine and the packs of these commands. */
export interface LangContext {
  engine: ContainerEngine
  /** The folder of the packs. */
  directory: string
}

/** Those of this machine. Throws a ConfigError. */
export function langContext(): LangContext {
  return { engine: openContainerEngine(), directory: readConfig(process.env).languagesDir }
}
