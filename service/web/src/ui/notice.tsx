import type { JSX } from 'preact'
import type { App } from '../app.ts'
import { CloseIcon } from './icons.tsx'

/** A line above the code that stays until it is dismissed. */
export function Notice({ app }: { app: App }): JSX.Element {
  const text = app.notice.value
  return (
    <div role="status">
      {text !== null && (
        <p class="notice">
          <span>{text}</span>
          <button
            type="button"
            class="icon-button small"
            aria-label="Dismiss"
            onClick={() => (app.notice.value = null)}
          >
            <CloseIcon />
          </button>
        </p>
      )}
    </div>
  )
}
