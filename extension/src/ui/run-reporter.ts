import { type Disposable, type LogOutputChannel, Uri, commands, l10n } from 'vscode'
import type { SandboxRun } from '../run/sandbox-run.ts'
import { StatusBar } from './status-bar.ts'
import { statusText } from './status-text.ts'

/** Shows the progress of runs in the window: status bar, context keys for menus, log. */
export class RunReporter implements Disposable {
  readonly #log: LogOutputChannel
  readonly #status = new StatusBar()
  #newest: SandboxRun | null = null

  constructor(log: LogOutputChannel) {
    this.#log = log
  }

  /** `run` has changed; `running` are all current runs, oldest first. */
  report(run: SandboxRun, running: readonly SandboxRun[]): void {
    this.#log.info(`${run.title}: ${statusText(run.state).text}`)
    if (run.state.name === 'connecting') this.#newest = run
    if (run === this.#newest) this.#status.show(run)
    void commands.executeCommand('setContext', 'sandrun.hasRun', true)
    void commands.executeCommand('setContext', 'sandrun.running', running.length > 0)
    void commands.executeCommand('setContext', 'sandrun.runningPaths', running.flatMap(pathsOf))
  }

  /** Test cases of a program have run: they are now the newest. */
  reportCases(title: string, passed: number, all: number): void {
    const words = l10n.t('{0} of {1} passed', passed, all)
    this.#log.info(`${title}: ${words}`)
    this.#newest = null
    this.#status.showCases(title, words, passed === all)
  }

  dispose(): void {
    this.#status.dispose()
  }
}

/** In the form of `resourcePath`, not URIs: in a remote window menus and extensions know a file by different ones. */
function pathsOf({ key }: SandboxRun): string[] {
  const { path, fsPath } = Uri.parse(key)
  return [path, fsPath]
}
