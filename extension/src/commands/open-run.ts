import { l10n, window } from 'vscode'
import { pickRun } from '../history/pick-run.ts'
import { openWhole } from '../history/run-documents.ts'
import { entryFrom } from '../history/run-history.ts'
import type { Command } from './command.ts'

/** Shows a run's output again: the given one's, or one that the user picks. */
export const openRun: Command = async ({ history }, target) => {
  const entry = entryFrom(target) ?? (await pickRun(history.entries, l10n.t('Whose output do you want to see?')))
  if (entry !== undefined) await window.showTextDocument(await openWhole(entry), { preview: true })
}
