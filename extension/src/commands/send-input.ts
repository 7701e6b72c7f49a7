import { ThemeIcon, l10n, window } from 'vscode'
import { activeKey } from '../run/program-source.ts'
import type { SandboxRun } from '../run/sandbox-run.ts'
import type { Command } from './command.ts'

/** Sends lines to the running program. A keybinding may pass one as its argument. */
export const sendInput: Command = async ({ controller, channel }, given) => {
  const run = controller.current(activeKey())
  if (run === undefined) {
    void window.showInformationMessage(l10n.t('Nothing is running in the sandbox.'))
    return
  }
  const send = (text: string): void => {
    if (run.over) return
    channel().showTyped(run, `${text}\n`)
    run.writeStdin(`${text}\n`)
  }
  if (typeof given === 'string') return send(given)
  await converse(run, send, controller.whenOver(run))
}

/** An input box that stays for the next line until the program ends or the user closes it. */
async function converse(run: SandboxRun, send: (text: string) => void, over: Promise<void>): Promise<void> {
  const box = window.createInputBox()
  const hidden = Promise.withResolvers<void>()
  box.title = l10n.t('Input for {0}', run.title)
  box.prompt = l10n.t('Enter sends the line to the program. The box stays until the program ends.')
  box.ignoreFocusOut = true
  box.buttons = [{ iconPath: new ThemeIcon('debug-disconnect'), tooltip: l10n.t('Close Standard Input (EOF)') }]
  box.onDidAccept(() => {
    send(box.value)
    box.value = ''
  })
  box.onDidTriggerButton(() => {
    run.endStdin()
    box.hide()
  })
  box.onDidHide(() => hidden.resolve())
  box.show()
  await Promise.race([over, hidden.promise])
  box.dispose()
}
