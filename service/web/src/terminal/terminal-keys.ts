/** A key of the row that replaces keys a phone's keyboard lacks. */
interface TerminalKey {
  label: string
  /** Its name for a screen reader. */
  name: string
  /** The terminal's code for it (ECMA-48). */
  sends: string
}

export const TERMINAL_KEYS: readonly TerminalKey[] = [
  { label: 'Tab', name: 'Tab', sends: '\t' },
  { label: 'Esc', name: 'Esc', sends: '\x1b' },
  { label: '^C', name: 'Control C: interrupt', sends: '\x03' },
  { label: '^D', name: 'Control D: end of input', sends: '\x04' },
  { label: '←', name: 'Left', sends: '\x1b[D' },
  { label: '↑', name: 'Up', sends: '\x1b[A' },
  { label: '↓', name: 'Down', sends: '\x1b[B' },
  { label: '→', name: 'Right', sends: '\x1b[C' },
]
