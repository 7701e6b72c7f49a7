import { env, l10n, window, workspace } from 'vscode'
import type { Command } from './command.ts'

/** What starts a service on this machine. */
const START_COMMAND = 'npx sandrun serve'

/** Types the command that starts a service, and does not run it: that is a person's decision. */
export const startService: Command = async () => {
  if (workspace.isTrusted) {
    const terminal = window.createTerminal({ name: 'sandrun serve' })
    terminal.show()
    terminal.sendText(START_COMMAND, false)
    return
  }
  // A terminal would ask for trust in the folder, which has nothing to do with the service.
  await env.clipboard.writeText(START_COMMAND)
  await window.showInformationMessage(l10n.t('Copied "{0}". Run it in a terminal of yours.', START_COMMAND))
}
