import { ProgressLocation, commands, l10n, window } from 'vscode'
import type { Command } from './command.ts'

/** Finds test cases in the workspace and shows them in the Test Explorer. */
export const findTestCases: Command = async ({ cases }) => {
  await commands.executeCommand('workbench.view.testing.focus')
  const title = l10n.t('Looking for test cases')
  await window.withProgress({ location: ProgressLocation.Window, title }, async () => await cases.find())
}
