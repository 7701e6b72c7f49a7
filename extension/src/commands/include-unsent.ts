import type { Command } from './command.ts'

/** Sends the files that a file's last run named and did not get, and runs it again. */
export const includeUnsent: Command = async ({ offers, launcher }, given) => {
  const key = typeof given === 'string' ? given : launcher.last
  if (key !== undefined) await offers.include(key)
}
