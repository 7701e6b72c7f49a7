import { type Disposable, type TextDocument, Uri, workspace } from 'vscode'
import type { HistoryEntry, RunHistory } from './run-history.ts'

/** Documents that show what a run of the history has said. */
const SCHEME = 'sandrun-run'

/** package.json gives what lies below it the language of the output panel. */
const FOLDER = '/sandrun-run'

/** With how the run ended at its end; without, two runs differ in nothing but what they said. */
const WHOLE = 'whole'

/** Opens the output of runs as read-only documents, coloured as the output panel is. */
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

/** The document of what a run has said, and nothing else. */
export async function openOutput(entry: HistoryEntry): Promise<TextDocument> {
  return await workspace.openTextDocument(uriOf(entry, ''))
}

function uriOf({ id, title }: HistoryEntry, query: string): Uri {
  return Uri.from({ scheme: SCHEME, path: `${FOLDER}/${id}/${title}`, query })
}
