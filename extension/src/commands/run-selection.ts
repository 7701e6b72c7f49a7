import { l10n, window } from 'vscode'
import { documentFor, selectionIn } from '../run/program-source.ts'
import type { Command } from './command.ts'

/** Runs only what is selected in the active editor. */
export const runSelection: Command = async ({ launcher }) => {
  const document = await documentFor(undefined)
  if (document === undefined) return
  const selection = selectionIn(document)
  if (selection !== undefined) return await launcher.run(document, { selection })
  void window.showInformationMessage(l10n.t('Select the lines to run first.'))
}
