import { Uri, l10n, window } from 'vscode'
import { activeKey } from '../run/program-source.ts'
import type { Command } from './command.ts'

/** Stops the run of the given file or of the active editor's file, else the newest run. */
export const stop: Command = ({ controller }, target) => {
  const run = controller.current(target instanceof Uri ? target.toString() : activeKey())
  if (run !== undefined) return run.cancel()
  void window.showInformationMessage(l10n.t('Nothing is running in the sandbox.'))
}
