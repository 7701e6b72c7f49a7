import { type Disposable, StatusBarAlignment, l10n, window } from 'vscode'
import type { SandboxRun } from '../run/sandbox-run.ts'
import { runFacts } from './run-facts.ts'
import { statusWords } from './status-text.ts'

/** One item at the right: what the newest run is doing or did. A click stops the run, or opens the menu after its end. */
export class StatusBar implements Disposable {
  readonly #item = window.createStatusBarItem('sandrun.status', StatusBarAlignment.Right, 100)

  constructor() {
    this.#item.name = l10n.t('Run in Sandbox')
  }

  show(run: SandboxRun): void {
    const { icon, text } = statusWords(run.state)
    const action = run.over ? l10n.t('Click for more.') : l10n.t('Click to stop.')
    this.#item.text = `$(${icon}) ${text}`
    const lines = [l10n.t('{0} in the sandbox: {1}', run.title, text), ...runFacts(run), action]
    this.#item.tooltip = lines.join('\n')
    this.#item.accessibilityInformation = { label: l10n.t('{0} in the sandbox: {1}', run.title, text), role: 'button' }
    this.#item.command = run.over ? 'sandrun.showMenu' : 'sandrun.stop'
    this.#item.show()
  }

  dispose(): void {
    this.#item.dispose()
  }
}
