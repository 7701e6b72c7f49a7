import type { JSX } from 'preact'
import type { App } from '../app.ts'
import type { HistoryEntry } from '../program/history.ts'
import { toneOf, verdictLabel } from '../run/run-text.ts'
import { Dialog } from './dialog.tsx'
import { CloseIcon, TrashIcon } from './icons.tsx'
import { UndoBar } from './undo-bar.tsx'

const when = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** Programs that were run in this browser or replaced; a click opens one again. */
export function HistoryDialog({ app, close }: { app: App; close: () => void }): JSX.Element {
  const entries = app.history.entries.value
  const open = ({ program }: HistoryEntry): void => {
    app.open(program)
    close()
  }
  return (
    <Dialog title="History" onClose={close}>
      <div class="dialog-content">
        <p class="note">Your last 50 runs and replaced programs, stored only in this browser.</p>
        <ul class="history-list">
          {entries.map((entry) => (
            <li key={`${entry.at} ${entry.program.language}`}>
              <button type="button" class="history-entry" onClick={() => open(entry)}>
                <span class="history-head" data-tone={entry.verdict === null ? 'neutral' : toneOf(entry.verdict)}>
                  <span class="verdict-mark" aria-hidden="true" />
                  <strong>{nameOf(app, entry)}</strong>
                  <span class="history-when">
                    {entry.verdict === null ? 'Not run' : verdictLabel(entry.verdict)} ·{' '}
                    <time dateTime={entry.at}>{when.format(new Date(entry.at))}</time>
                  </span>
                </span>
                <code>{firstWords(entry)}</code>
              </button>
              <button
                type="button"
                class="icon-button small"
                aria-label={`Remove ${nameOf(app, entry)} of ${when.format(new Date(entry.at))}`}
                onClick={() => app.undoable.removeEntry(entry)}
              >
                <CloseIcon />
              </button>
            </li>
          ))}
        </ul>
        {entries.length === 0 ? (
          <p>Nothing yet.</p>
        ) : (
          <div class="dialog-actions">
            <button type="button" class="button" onClick={() => app.undoable.clearHistory()}>
              <TrashIcon />
              Clear the history
            </button>
          </div>
        )}
        <UndoBar app={app} />
      </div>
    </Dialog>
  )
}

function nameOf(app: App, { program }: HistoryEntry): string {
  return app.languages.find(program.language)?.name ?? program.language
}

function firstWords({ program }: HistoryEntry): string {
  const [file] = program.files
  const line = file?.content.split('\n').find((text) => text.trim() !== '') ?? ''
  return line.trim().slice(0, 80)
}
