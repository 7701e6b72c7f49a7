import { Uri, l10n, window } from 'vscode'
import { importCases } from '../cases/case-files.ts'
import { nameOf } from '../cases/case-set.ts'
import { documentFor } from '../run/program-source.ts'
import { showFailure } from '../ui/failure-message.ts'
import type { Command } from './command.ts'

/** Writes the cases of a JSON file, named by the caller or the user, as .in and .out files beside the program. */
export const importTestCases: Command = async (context, target, chosen) => {
  const document = await documentFor(target)
  if (document === undefined) return
  const [from] =
    chosen instanceof Uri
      ? [chosen]
      : ((await window.showOpenDialog({
          title: l10n.t('Import Test Cases'),
          defaultUri: Uri.joinPath(document.uri, '..'),
          filters: { JSON: ['json'] },
        })) ?? [])
  if (from === undefined) return
  try {
    const { count, withArguments } = await importCases(document.uri, from)
    await context.cases.load(document.uri)
    const lost =
      withArguments === 0
        ? ''
        : ` ${l10n.t('{0} have arguments, which .in and .out files cannot hold.', withArguments)}`
    void window.showInformationMessage(l10n.t('Imported {0} test cases of {1}.', count, nameOf(document.uri)) + lost)
  } catch (error) {
    await showFailure(error, {
      url: context.service.address,
      retry: () => void importTestCases(context, document.uri, from),
    })
  }
}
