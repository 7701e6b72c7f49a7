import { Uri, l10n } from 'vscode'
import { pickRun } from '../history/pick-run.ts'
import { entryFrom } from '../history/run-history.ts'
import { documentFor } from '../run/program-source.ts'
import { showFailure } from '../ui/failure-message.ts'
import type { Command } from './command.ts'

/** Runs the file of an earlier run again, with its current text. */
export const rerunFromHistory: Command = async (context, target) => {
  const { history, launcher, service } = context
  const entry = entryFrom(target) ?? (await pickRun(history.entries, l10n.t('Which file do you want to run again?')))
  if (entry === undefined || (await launcher.rerun(entry.key))) return
  try {
    const document = await documentFor(Uri.parse(entry.key))
    if (document !== undefined) await launcher.run(document)
  } catch (error) {
    await showFailure(error, { url: service.address, retry: () => void rerunFromHistory(context, entry) })
  }
}
