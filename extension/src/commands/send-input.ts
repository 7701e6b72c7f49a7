import { l10n, window } from 'vscode'
import { activeKey } from '../run/program-source.ts'
import type { Command } from './command.ts'

/** Sends a line to the running program. A keybinding may bring the line as its argument. */
export const sendInput: Command = async ({ controller, channel }, given) => {
  const run = controller.current(activeKey())
  if (run === undefined) {
    void window.showInformationMessage(l10n.t('Nothing is running in the sandbox.'))
    return
  }
  const text =
    typeof given === 'string'
      ? given
      : await window.showInputBox({
          title: l10n.t('Input for {0}', run.title),
          prompt: l10n.t('Enter sends the line to the program.'),
          ignoreFocusOut: true,
        })
  if (text === undefined || run.over) return
  channel().showTyped(run, `${text}\n`)
  run.writeStdin(`${text}\n`)
}
