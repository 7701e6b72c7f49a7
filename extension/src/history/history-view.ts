import {
  type Disposable,
  type Event,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  type TreeDataProvider,
  l10n,
  window,
} from 'vscode'
import type { HistoryEntry, RunHistory } from './run-history.ts'

/** The runs of this workspace beside the Test Explorer, newest first. */
export class HistoryView implements TreeDataProvider<HistoryEntry>, Disposable {
  readonly #history: RunHistory
  readonly #view: Disposable
  readonly onDidChangeTreeData: Event<void>

  constructor(history: RunHistory) {
    this.#history = history
    this.onDidChangeTreeData = history.onDidChange
    this.#view = window.createTreeView('sandrun.history', { treeDataProvider: this, canSelectMany: true })
  }

  getChildren(parent?: HistoryEntry): HistoryEntry[] {
    return parent === undefined ? [...this.#history.entries] : []
  }

  getTreeItem(entry: HistoryEntry): TreeItem {
    const item = new TreeItem(entry.title)
    item.id = entry.id
    item.description = entry.words
    item.tooltip = `${entry.language} · ${timeOf(entry)}\n${entry.closing}`
    item.iconPath = entry.good
      ? new ThemeIcon('pass', new ThemeColor('testing.iconPassed'))
      : new ThemeIcon('error', new ThemeColor('testing.iconFailed'))
    item.accessibilityInformation = { label: l10n.t('{0}, {1}, {2}', entry.title, entry.words, timeOf(entry)) }
    item.command = { command: 'sandrun.openRun', title: l10n.t('Open Output'), arguments: [entry] }
    return item
  }

  dispose(): void {
    this.#view.dispose()
  }
}

/** When the run began, in the user's locale. */
export function timeOf({ at }: HistoryEntry): string {
  return new Date(at).toLocaleString()
}
