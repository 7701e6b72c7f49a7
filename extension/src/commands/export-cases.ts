import { caseFileOf, stemOf } from '@sandrun/shared'
import { Uri, l10n, window } from 'vscode'
import { exportCases } from '../cases/case-files.ts'
import { beside, nameOf } from '../cases/case-set.ts'
import { documentFor } from '../run/program-source.ts'
import { showFailure } from '../ui/failure-message.ts'
import type { Command } from './command.ts'

/** Writes the file's test cases into a JSON file that the caller or the user names. */
export const exportTestCases: Command = async (context, target, chosen) => {
  const document = await documentFor(target)
  if (document === undefined) return
  const name = nameOf(document.uri)
  const to =
    chosen instanceof Uri
      ? chosen
      : await window.showSaveDialog({
          title: l10n.t('Export Test Cases'),
          defaultUri: beside(document.uri, caseFileOf(stemOf(name))),
          filters: { JSON: ['json'] },
        })
  if (to === undefined) return
  try {
    const count = await exportCases(document.uri, to)
    void window.showInformationMessage(l10n.t('Exported {0} test cases of {1} to {2}.', count, name, nameOf(to)))
  } catch (error) {
    await showFailure(error, {
      url: context.service.address,
      retry: () => void exportTestCases(context, document.uri, to),
    })
  }
}
