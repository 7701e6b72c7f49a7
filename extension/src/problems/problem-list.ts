import type { RunResult } from '@sandrun/shared'
import { Diagnostic, DiagnosticSeverity, type Disposable, Range, Uri, languages, workspace } from 'vscode'
import type { SandboxRun } from '../run/sandbox-run.ts'
import { type Problem, problemsOf } from './run-problems.ts'

const SEVERITIES = { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning }

/** The problems of runs, in VS Code's list and underlined in the text, until the next run. */
export class ProblemList implements Disposable {
  readonly #collection = languages.createDiagnosticCollection('sandbox')
  readonly #byRun = new Map<string, Problem[]>()
  readonly #closed = workspace.onDidCloseTextDocument(({ uri, isUntitled }) => {
    if (isUntitled) this.#set(uri.toString(), [])
  })

  /** A run has changed: its start clears the problems of the file's last run, its end adds its own. */
  update({ key, state, plan }: SandboxRun): void {
    if (state.name === 'connecting') this.#set(key, [])
    if (state.name === 'ended' && plan !== null) this.#show(key, state.result, plan)
  }

  dispose(): void {
    this.#closed.dispose()
    this.#collection.dispose()
  }

  #show(key: string, result: RunResult, { language, sources }: NonNullable<SandboxRun['plan']>): void {
    this.#set(key, problemsOf(result, language.diagnostics, sources))
  }

  /** Two runs may have problems in the same file, so the list is rebuilt from all of them. */
  #set(key: string, problems: Problem[]): void {
    if (problems.length === 0 && !this.#byRun.has(key)) return
    if (problems.length === 0) this.#byRun.delete(key)
    else this.#byRun.set(key, problems)
    const byUri = Map.groupBy([...this.#byRun.values()].flat(), ({ uri }) => uri)
    this.#collection.clear()
    for (const [uri, all] of byUri) this.#collection.set(Uri.parse(uri), all.map(toDiagnostic))
  }
}

function toDiagnostic({ span, severity, message }: Problem): Diagnostic {
  const range = new Range(span.line, span.start, span.line, span.end)
  const diagnostic = new Diagnostic(range, message, SEVERITIES[severity])
  diagnostic.source = 'sandbox'
  return diagnostic
}
