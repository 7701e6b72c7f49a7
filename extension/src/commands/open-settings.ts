import { commands } from 'vscode'
import type { Command } from './command.ts'

/** Opens the extension's settings. */
export const openSettings: Command = async () => {
  await commands.executeCommand('workbench.action.openSettings', 'sandrun')
}
