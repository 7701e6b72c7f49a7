import { l10n, window } from 'vscode'
import type { Command } from './command.ts'

/** Runs what was run last, with what its file says now. */
export const rerun: Command = async ({ launcher }) => {
  if (await launcher.rerun()) return
  void window.showInformationMessage(l10n.t('No program has run yet.'))
}
