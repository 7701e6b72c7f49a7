import { documentFor } from '../run/program-source.ts'
import type { Command } from './command.ts'

/** Runs the given file, or the active editor's, as it is. */
export const runFile: Command = async ({ launcher }, target) => {
  const document = await documentFor(target)
  if (document !== undefined) await launcher.run(document)
}
