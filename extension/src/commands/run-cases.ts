import { stemOf } from '@sandrun/shared'
import { ProgressLocation, commands, l10n, window } from 'vscode'
import { nameOf } from '../cases/case-set.ts'
import { documentFor } from '../run/program-source.ts'
import { abortSignalOf } from '../service/abort-signal.ts'
import type { Command } from './command.ts'

/** Runs all test cases of the given file, or of the active editor's. */
export const runCases: Command = async ({ cases }, target) => {
  const document = await documentFor(target)
  if (document === undefined) return
  const program = await cases.load(document.uri)
  if (program === undefined) {
    const name = nameOf(document.uri)
    void window.showInformationMessage(
      l10n.t(
        '{0} has no test cases. Put {1}.1.in and {1}.1.out next to it, or use Add Test Case from Last Run.',
        name,
        stemOf(name),
      ),
    )
    return
  }
  const passed = await window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t('Running test cases'), cancellable: true },
    async (_progress, token) => await cases.run(program, abortSignalOf(token)),
  )
  void report(nameOf(document.uri), passed, program.set.cases.length)
}

async function report(name: string, passed: number, all: number): Promise<void> {
  const show = l10n.t('Show Results')
  const words = l10n.t('{0}: {1} of {2} test cases passed.', name, passed, all)
  const chosen = await window.showInformationMessage(words, show)
  if (chosen === show) await commands.executeCommand('workbench.panel.testResults.view.focus')
}
