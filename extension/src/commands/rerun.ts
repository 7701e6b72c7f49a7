import { l10n, window } from 'vscode'
import type { Command } from './command.ts'

/** Repeats the last run with the file's current text. */
export const rerun: Command = async ({ launcher }) => {
  if (await launcher.rerun()) return
  void window.showInformationMessage(l10n.t('No program has run yet.'))
}
