import { l10n, Uri, window } from 'vscode'
import { documentFor } from '../run/program-source.ts'
import type { Command } from './command.ts'

/** Turns sending the active file's folder along with it on or off. */
export const includeFolder: Command = async ({ companions }, target) => {
  const document = await documentFor(target)
  if (document === undefined) return
  if (document.isUntitled) {
    void window.showInformationMessage(l10n.t('Save the editor first: it has no folder yet.'))
    return
  }
  const sent = companions.folderOf(document.uri)
  const folder = sent ?? Uri.joinPath(document.uri, '..')
  await companions.include(folder, sent === undefined)
  const words =
    sent === undefined
      ? l10n.t('Programs in {0} run with its files.', folder.path)
      : l10n.t('Programs in {0} run without its other files.', folder.path)
  void window.showInformationMessage(words)
}
