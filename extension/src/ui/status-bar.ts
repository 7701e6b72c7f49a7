import { type Disposable, StatusBarAlignment, l10n, window } from 'vscode'
import type { SandboxRun } from '../run/sandbox-run.ts'
import { runFacts } from './run-facts.ts'
import { statusText } from './status-text.ts'

/**
 * One item on the right: what the newest run, of a program or of its test cases, is doing or did. A click answers a
 * program that waits, stops one that does not, or opens the menu after its end.
 */
export class StatusBar implements Disposable {
  readonly #item = window.createStatusBarItem('sandrun.status', StatusBarAlignment.Right, 100)

  constructor() {
    this.#item.name = l10n.t('Run in Sandbox')
  }

  show(run: SandboxRun): void {
    const { icon, text } = statusText(run.state)
    const { command, words } = actionFor(run)
    this.#item.text = `$(${icon}) ${text}`
    const lines = [l10n.t('{0} in the sandbox: {1}', run.title, text), ...runFacts(run), words]
    this.#item.tooltip = lines.join('\n')
    this.#item.accessibilityInformation = { label: l10n.t('{0} in the sandbox: {1}', run.title, text), role: 'button' }
    this.#item.command = command
    this.#item.show()
  }

  /** This program's test results, in words. */
  showCases(title: string, words: string, good: boolean): void {
    this.#item.text = `$(${good ? 'check' : 'error'}) ${words}`
    this.#item.tooltip = [l10n.t('{0} in the sandbox: {1}', title, words), l10n.t('Click for the results.')].join('\n')
    this.#item.accessibilityInformation = { label: l10n.t('{0} in the sandbox: {1}', title, words), role: 'button' }
    this.#item.command = 'workbench.panel.testResults.view.focus'
    this.#item.show()
  }

  dispose(): void {
    this.#item.dispose()
  }
}

function actionFor({ over, state, plan }: SandboxRun): { command: string; words: string } {
  if (over) return { command: 'sandrun.showMenu', words: l10n.t('Click for more.') }
  if (state.name !== 'running' || !state.waiting) return { command: 'sandrun.stop', words: l10n.t('Click to stop.') }
  // Terminals take input.
  const inTerminal = plan !== null && plan.request.tty !== false
  return { command: inTerminal ? 'sandrun.showOutput' : 'sandrun.sendInput', words: l10n.t('Click to answer.') }
}
