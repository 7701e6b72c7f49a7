import type { JSX } from 'preact'
import type { App } from '../app.ts'
import { CloseIcon } from './icons.tsx'
import { MOD } from './modifier.ts'

/** Names the last removal, with a button that restores it. */
export function UndoBar({ app }: { app: App }): JSX.Element {
  const offer = app.undoable.offer.value
  return (
    <div role="status">
      {offer !== null && (
        <p class="undo-bar">
          <span>{offer.text}</span>
          <button type="button" class="button" onClick={() => app.undo()} aria-keyshortcuts="Control+Z">
            Undo
            <kbd class="key">{MOD} Z</kbd>
          </button>
          <button
            type="button"
            class="icon-button small"
            aria-label="Dismiss"
            onClick={() => (app.undoable.offer.value = null)}
          >
            <CloseIcon />
          </button>
        </p>
      )}
    </div>
  )
}
