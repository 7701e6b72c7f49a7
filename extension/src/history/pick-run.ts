import { type QuickPickItem, ThemeIcon, l10n, window } from 'vscode'
import { timeOf } from './history-view.ts'
import type { HistoryEntry } from './run-history.ts'

interface RunItem extends QuickPickItem {
  entry: HistoryEntry
}

/** Lets the user choose a run; undefined, with a message, if none. */
export async function pickRun(
  entries: readonly HistoryEntry[],
  placeHolder: string,
): Promise<HistoryEntry | undefined> {
  if (entries.length === 0) {
    void window.showInformationMessage(l10n.t('No program has run in this workspace yet.'))
    return undefined
  }
  const items = entries.map((entry): RunItem => ({
    label: entry.title,
    description: `${entry.words} · ${timeOf(entry)}`,
    iconPath: new ThemeIcon(entry.good ? 'pass' : 'error'),
    entry,
  }))
  const chosen = await window.showQuickPick(items, {
    title: l10n.t('Runs of This Workspace'),
    placeHolder,
    matchOnDescription: true,
  })
  return chosen?.entry
}
