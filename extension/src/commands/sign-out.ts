import { l10n, window } from 'vscode'
import type { Command } from './command.ts'

/** Deletes the token of the configured service. */
export const signOut: Command = async ({ service, tokens }) => {
  const { origin } = service.url
  await tokens.delete(origin)
  void window.showInformationMessage(l10n.t('Signed out of {0}.', origin))
}
