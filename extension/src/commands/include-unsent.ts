import { l10n, window } from 'vscode'
import type { Command } from './command.ts'

/** Sends the files that a file's last run named and did not get, and repeats the run; by default of the last file. */
export const includeUnsent: Command = async ({ offers, launcher }, given) => {
  const key = typeof given === 'string' ? given : launcher.last
  if (key !== undefined && offers.unsent(key).length > 0) return await offers.include(key)
  void window.showInformationMessage(l10n.t('All files that the last program names were sent.'))
}
