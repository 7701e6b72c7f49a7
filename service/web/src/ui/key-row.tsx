import type { JSX } from 'preact'

interface KeyRowProps<K> {
  keys: readonly K[]
  press: (key: K) => void
}

/** Keys that a phone's keyboard lacks or hides, between it and the text field. */
export function KeyRow<K extends { label: string; name: string }>({ keys, press }: KeyRowProps<K>): JSX.Element {
  return (
    <div class="key-row" role="toolbar" aria-label="Keys">
      {keys.map((key) => (
        <button
          key={key.label}
          type="button"
          aria-label={key.name}
          // Keeps the focus, and with it the keyboard, where it is.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => press(key)}
        >
          {key.label}
        </button>
      ))}
    </div>
  )
}
