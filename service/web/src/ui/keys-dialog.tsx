import type { JSX } from 'preact'
import type { App } from '../app.ts'
import { Dialog } from './dialog.tsx'
import { MOD } from './modifier.ts'

const KEYS: readonly { keys: string; does: string }[] = [
  { keys: `${MOD} Enter`, does: 'Run or run again; in the Cases view, run the cases' },
  { keys: `${MOD} .`, does: 'Stop' },
  { keys: `${MOD} K`, does: 'Choose a language' },
  {
    keys: `${MOD} Z`,
    does: 'Undo; if the editor has nothing to undo, restore the replaced program',
  },
  { keys: 'F6', does: 'Next part: toolbar, code, terminal' },
  { keys: 'Esc, then Tab', does: 'Leave the editor, where Tab alone indents' },
  { keys: 'Shift Tab', does: 'Leave the terminal, where Tab is the program’s' },
  { keys: 'Ctrl C, Ctrl D', does: 'In the terminal: interrupt, end of input' },
  { keys: 'Shift PgUp, PgDn', does: 'In the terminal: scroll' },
  { keys: `${MOD} F`, does: 'In the editor: find and replace' },
  { keys: 'Ctrl Space', does: 'In the editor: complete the word' },
  { keys: 'F2, Delete', does: 'On a file’s tab: change its name, remove it' },
]

/** All keys, and whether the page reads the terminal aloud. */
export function KeysDialog({ app, close }: { app: App; close: () => void }): JSX.Element {
  return (
    <Dialog title="Keys" onClose={close}>
      <div class="dialog-content">
        <dl class="keys">
          {KEYS.map(({ keys, does }) => (
            <div key={keys}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <label class="inline-label">
          <input
            type="checkbox"
            checked={app.readsAloud.value}
            onChange={(event) => (app.readsAloud.value = event.currentTarget.checked)}
          />
          Read the terminal to a screen reader
        </label>
      </div>
    </Dialog>
  )
}
