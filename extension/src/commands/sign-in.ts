import { toSandrunError } from '@sandrun/shared'
import { l10n, window } from 'vscode'
import type { Command } from './command.ts'

/** Stores a token for the configured service, and for that one only, once the service has accepted it. */
export const signIn: Command = async ({ service, tokens }) => {
  const { origin } = service.url
  const token = await window.showInputBox({
    title: l10n.t('Sign in to {0}', origin),
    prompt: l10n.t('Enter your token for this service. VS Code keeps it in its secret storage.'),
    password: true,
    ignoreFocusOut: true,
  })
  const text = token?.trim() ?? ''
  if (text === '') return
  try {
    await service.checkToken(text)
  } catch (error) {
    const { message, hint } = toSandrunError(error)
    return void window.showErrorMessage(l10n.t('Not signed in to {0}. {1} {2}', origin, message, hint))
  }
  await tokens.set(origin, text)
  void window.showInformationMessage(l10n.t('Signed in to {0}.', origin))
}
