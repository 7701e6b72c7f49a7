import { readConfig } from '../../config.ts'
import { DockerEngine } from '../../container/docker-engine.ts'
import type { ContainerEngine } from '../../container/port.ts'
import { USAGE } from '../exit-code.ts'
import { build } from './build.ts'
import { list } from './list.ts'
import { test } from './test.ts'

/** What each of these subcommands works on. */
export interface LangContext {
  engine: ContainerEngine
  /** The folder of the packs. */
  directory: string
}

const SUBCOMMANDS: Record<string, (argv: string[], context: LangContext) => Promise<number>> = { list, build, test }

/** `sandrun lang list|build|test` */
export async function lang([action = '', ...argv]: string[]): Promise<number> {
  const subcommand = Object.hasOwn(SUBCOMMANDS, action) ? SUBCOMMANDS[action] : undefined
  if (subcommand === undefined) {
    const known = Object.keys(SUBCOMMANDS).join('|')
    process.stderr.write(
      `sandrun: ${action === '' ? 'do what?' : `there is no "lang ${action}".`} Write: sandrun lang ${known}\n`,
    )
    return USAGE
  }
  return subcommand(argv, { engine: new DockerEngine(), directory: readConfig(process.env).languagesDir })
}
