import type { JSX } from 'preact'
import type { App } from '../app.ts'
import type { HistoryEntry } from '../program/history.ts'
import { toneOf, verdictWord } from '../run/run-text.ts'
import { Dialog } from './dialog.tsx'
import { CloseIcon, TrashIcon } from './icons.tsx'

const when = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** What was run in this browser; a click opens it again. */
export function HistoryDialog({ app, close }: { app: App; close: () => void }): JSX.Element {
  const entries = app.history.entries.value
  const open = ({ program }: HistoryEntry): void => {
    app.open(program)
    close()
  }
  return (
    <Dialog title="History" onClose={close}>
      <div class="dialog-content">
        <p class="note">What you ran, kept in this browser only: the last 50 programs at most.</p>
        <ul class="history-list">
          {entries.map((entry) => (
            <li key={entry.at}>
              <button type="button" class="history-entry" onClick={() => open(entry)}>
                <span class="history-head" data-tone={toneOf(entry.verdict)}>
                  <span class="verdict-mark" aria-hidden="true" />
                  <strong>{nameOf(app, entry)}</strong>
                  <span class="history-when">
                    {verdictWord(entry.verdict)} · <time dateTime={entry.at}>{when.format(new Date(entry.at))}</time>
                  </span>
                </span>
                <code>{firstWords(entry)}</code>
              </button>
              <button
                type="button"
                class="icon-button small"
                aria-label={`Remove ${nameOf(app, entry)} of ${when.format(new Date(entry.at))}`}
                onClick={() => app.history.remove(entry)}
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
            <button type="button" class="button" onClick={() => app.history.clear()}>
              <TrashIcon />
              Clear the history
            </button>
          </div>
        )}
      </div>
    </Dialog>
  )
}

function nameOf(app: App, { program }: HistoryEntry): string {
  return app.languages.value.find(({ id }) => id === program.language)?.name ?? program.language
}

function firstWords({ program }: HistoryEntry): string {
  const [file] = program.files
  const line = file?.content.split('\n').find((text) => text.trim() !== '') ?? ''
  return line.trim().slice(0, 80)
}
