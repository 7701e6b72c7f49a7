import { readConfig } from '../../settings/environment.ts'
import { DockerEngine } from '../../drivers/docker/docker-engine.ts'
import type { ContainerEngine } from '../../ports/sandbox-engine.ts'
import { type Command, didYouMean, UsageError } from '../command/command.ts'
import { add } from './add.ts'
import { build, BUILD_OPTIONS } from './build.ts'
import { list, LIST_OPTIONS } from './list.ts'
import { NEW_OPTIONS, newPack } from './new.ts'
import { prune } from './prune.ts'
import { remove, REMOVE_OPTIONS } from './remove.ts'
import { test, TEST_OPTIONS } from './test.ts'

/** What each of these subcommands works on. */
export interface LangContext {
  engine: ContainerEngine
  /** The folder of the packs. */
  directory: string
}

const SUBCOMMANDS: Record<string, (argv: readonly string[], context: LangContext) => Promise<number>> = {
  list,
  build,
  test,
  new: newPack,
  add,
  remove,
  prune,
}

export const langCommand: Command = {
  about: 'list the language packs, build their images, run their tests, add and remove some',
  usage: [
    'lang list',
    'lang build [OPTIONS] [ID…]',
    'lang test [OPTIONS] [ID…]',
    'lang new [OPTIONS] ID',
    'lang add FOLDER|ARCHIVE|GIT-URL',
    'lang remove [OPTIONS] ID…',
    'lang prune',
  ],
  words: Object.keys(SUBCOMMANDS),
  options: { ...BUILD_OPTIONS, ...TEST_OPTIONS, ...NEW_OPTIONS, ...REMOVE_OPTIONS, ...LIST_OPTIONS },
  examples: [
    'sandrun lang list',
    'sandrun lang build rust kotlin',
    'sandrun lang test --changed',
    'sandrun lang new fennel',
  ],
  run,
}

async function run([action = '', ...argv]: readonly string[]): Promise<number> {
  const subcommand = Object.hasOwn(SUBCOMMANDS, action) ? SUBCOMMANDS[action] : undefined
  if (subcommand === undefined) {
    const known = Object.keys(SUBCOMMANDS)
    throw new UsageError(
      action === '' ? 'lang: do what?' : `There is no "lang ${action}".`,
      `${didYouMean(action, known)}Write: sandrun lang ${known.join('|')}`,
    )
  }
  return subcommand(argv, { engine: new DockerEngine(), directory: readConfig(process.env).languagesDir })
}
