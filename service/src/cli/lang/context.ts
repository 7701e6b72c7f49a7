import { openContainerEngine } from '../../compose/container-engine.ts'
import type { ContainerEngine } from '../../ports/sandbox-engine.ts'
import { readConfig } from '../../settings/environment.ts'

/** What these commands work on. */
export interface LangContext {
  engine: ContainerEngine
  /** The folder of the packs. */
  directory: string
}

/** This machine's. Throws a ConfigError. */
export function langContext(): LangContext {
  return { engine: openContainerEngine(), directory: readConfig(process.env).languagesDir }
}
