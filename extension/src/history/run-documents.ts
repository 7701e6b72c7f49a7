import { type Disposable, type TextDocument, Uri, workspace } from 'vscode'
import type { HistoryEntry, RunHistory } from './run-history.ts'

/** Documents that show the output of a run in the history. */
const SCHEME = 'sandrun-run'

/** package.json gives the files below it the output panel's language. */
const FOLDER = '/sandrun-run'

/** Adds how the run ended; without it, two runs differ only in their output. */
const WHOLE = 'whole'

/** Opens the output of runs as read-only documents, coloured like the output panel. */
export function registerRunDocuments(history: RunHistory): Disposable {
  return workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: ({ path, query }) => {
      const entry = history.entries.find(({ id }) => path.startsWith(`${FOLDER}/${id}/`))
      if (entry === undefined) return ''
      const { output, closing } = entry
      return query === WHOLE ? `${output}${closing}\n` : output
    },
  })
}

export async function openWhole(entry: HistoryEntry): Promise<TextDocument> {
  return await workspace.openTextDocument(uriOf(entry, WHOLE))
}

/** The document of a run's output, and nothing else. */
export async function openOutput(entry: HistoryEntry): Promise<TextDocument> {
  return await workspace.openTextDocument(uriOf(entry, ''))
}

function uriOf({ id, title }: HistoryEntry, query: string): Uri {
  return Uri.from({ scheme: SCHEME, path: `${FOLDER}/${id}/${title}`, query })
}
