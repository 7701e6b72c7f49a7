import { commands, l10n } from 'vscode'
import { timeOf } from '../history/history-view.ts'
import { pickRun } from '../history/pick-run.ts'
import { openOutput } from '../history/run-documents.ts'
import { entryFrom, type HistoryEntry } from '../history/run-history.ts'
import type { Command } from './command.ts'

/**
 * Shows a diff of two runs' output, the older on the left: two selected runs, or the given one and the run of the same
 * file before it.
 */
export const compareRuns: Command = async ({ history }, target, selected) => {
  const chosen = Array.isArray(selected) ? selected.flatMap((it) => entryFrom(it) ?? []) : []
  const one =
    chosen[0] ?? entryFrom(target) ?? (await pickRun(history.entries, l10n.t('Which run do you want to compare?')))
  if (one === undefined) return
  const others = history.entries.filter(({ id }) => id !== one.id)
  const other = chosen[1] ?? history.before(one) ?? (await pickRun(others, l10n.t('Compare it with which run?')))
  if (other === undefined) return
  const [left, right] = [one, other].toSorted((a, b) => a.at.localeCompare(b.at))
  if (left === undefined || right === undefined) return
  const [before, after] = [await openOutput(left), await openOutput(right)]
  await commands.executeCommand('vscode.diff', before.uri, after.uri, `${name(left)} ↔ ${name(right)}`)
}

function name(entry: HistoryEntry): string {
  return `${entry.title} (${timeOf(entry)})`
}
