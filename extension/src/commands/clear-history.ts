import type { Command } from './command.ts'

/** Forgets every run of this workspace. */
export const clearHistory: Command = async ({ history }) => {
  await history.clear()
}
