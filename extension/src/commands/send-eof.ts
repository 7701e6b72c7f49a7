import { l10n, window } from 'vscode'
import { activeKey } from '../run/program-source.ts'
import type { Command } from './command.ts'

/** Ends the input of the running program. */
export const sendEof: Command = ({ controller }) => {
  const run = controller.current(activeKey())
  if (run !== undefined) return run.endStdin()
  void window.showInformationMessage(l10n.t('Nothing is running in the sandbox.'))
}
