import { type QuickPickItem, commands, l10n, window } from 'vscode'
import type { Command } from './command.ts'

interface MenuItem extends QuickPickItem {
  command: string
}

/** Shows the menu of the status bar item. */
export const showMenu: Command = async ({ controller, launcher, offers }) => {
  const running = controller.running.length > 0
  const unsent = launcher.last === undefined ? [] : offers.unsent(launcher.last)
  const items: MenuItem[] = [
    ...(running
      ? [
          { label: l10n.t('$(debug-stop) Stop'), command: 'sandrun.stop' },
          { label: l10n.t('$(keyboard) Send Input…'), command: 'sandrun.sendInput' },
        ]
      : []),
    ...(unsent.length > 0
      ? [
          {
            label: l10n.t('$(new-folder) Include {0} and Run Again', unsent.join(', ')),
            command: 'sandrun.includeUnsent',
          },
        ]
      : []),
    { label: l10n.t('$(debug-rerun) Run Again'), command: 'sandrun.rerun' },
    { label: l10n.t('$(symbol-parameter) Run with Arguments…'), command: 'sandrun.runWithArguments' },
    { label: l10n.t('$(insert) Run with Input…'), command: 'sandrun.runWithInput' },
    { label: l10n.t('$(terminal) Show Output'), command: 'sandrun.showOutput' },
    { label: l10n.t('$(symbol-misc) Select Language…'), command: 'sandrun.selectLanguage' },
    { label: l10n.t('$(server-environment) Service Status'), command: 'sandrun.showService' },
    { label: l10n.t('$(history) Earlier Runs…'), command: 'sandrun.openRun' },
    { label: l10n.t('$(gear) Open Settings'), command: 'sandrun.openSettings' },
    { label: l10n.t('$(output) Show Log'), command: 'sandrun.showLog' },
  ]
  const chosen = await window.showQuickPick(items, { title: l10n.t('Run in Sandbox') })
  if (chosen !== undefined) await commands.executeCommand(chosen.command)
}
