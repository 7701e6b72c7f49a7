import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { findProgram } from '../bootstrap/find-program.mjs'
import { ROOT } from '../bootstrap/prepare.mjs'

/** How to call the command line from another terminal: by its name if that works, else how to make it work. */
export function commandHint(env: NodeJS.ProcessEnv, home = homedir()): string {
  if (findProgram(['sandrun'], env) !== null) return 'In another terminal: sandrun run FILE'
  const here = `In another terminal, in this folder: bin/sandrun.mjs run FILE`
  const folder = join(home, '.local', 'bin')
  const link = `mkdir -p ${folder} && ln -s ${join(ROOT, 'bin', 'sandrun.mjs')} ${join(folder, 'sandrun')}`
  const isOnPath = (env.PATH ?? '').split(delimiter).includes(folder)
  return `${here}\nTo use sandrun in any folder${isOnPath ? '' : ' (with that folder on your PATH)'}: ${link}`
}
