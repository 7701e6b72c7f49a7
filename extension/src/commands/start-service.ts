import { ProgressLocation, l10n, window } from 'vscode'
import { showFailure } from '../ui/failure-message.ts'
import type { Command } from './command.ts'

/** Starts a service on this machine and runs programs there from now on. */
export const startService: Command = async (context) => {
  const { local, service, log } = context
  if (!local.possible) {
    const words = l10n.t("A browser can't start a service. Open this folder in VS Code on a machine with Docker.")
    return void window.showInformationMessage(words)
  }
  try {
    await window.withProgress(
      { location: ProgressLocation.Notification, title: l10n.t('Starting a service on this machine …') },
      (progress) =>
        local.start((line) => {
          log.info(line)
          progress.report({ message: line.trim() })
        }),
    )
  } catch (error) {
    const retry = (): void => void startService(context)
    return await showFailure(error, { url: service.address, retry, isHere: true })
  }
  void window.showInformationMessage(l10n.t('Programs run on this machine, at {0}.', service.address))
}
