import { insertBracket } from '@codemirror/autocomplete'
import { cursorCharLeft, cursorCharRight, cursorLineDown, cursorLineUp, indentMore } from '@codemirror/commands'
import type { Command, EditorView } from '@codemirror/view'

/** A key of the row that replaces keys a phone's keyboard lacks or hides. */
interface EditorKey {
  label: string
  /** Its name for a screen reader. */
  name: string
  press: Command
}

const written = (text: string, name: string): EditorKey => ({ label: text, name, press: (view) => write(view, text) })

export const EDITOR_KEYS: readonly EditorKey[] = [
  { label: 'Tab', name: 'Tab', press: indentMore },
  written('{', 'Opening brace'),
  written('}', 'Closing brace'),
  written('(', 'Opening parenthesis'),
  written(')', 'Closing parenthesis'),
  written('[', 'Opening bracket'),
  written(']', 'Closing bracket'),
  written('"', 'Double quote'),
  written("'", 'Single quote'),
  written(';', 'Semicolon'),
  written('=', 'Equals'),
  written('<', 'Less than'),
  written('>', 'Greater than'),
  { label: '←', name: 'Left', press: cursorCharLeft },
  { label: '↑', name: 'Up', press: cursorLineUp },
  { label: '↓', name: 'Down', press: cursorLineDown },
  { label: '→', name: 'Right', press: cursorCharRight },
]

/** Acts like typing: a bracket adds its other half, or steps over it. */
function write(view: EditorView, text: string): boolean {
  const { state } = view
  view.dispatch(insertBracket(state, text) ?? state.update(state.replaceSelection(text), { userEvent: 'input.type' }))
  return true
}
