import { useEffect } from 'preact/hooks'
import type { App } from '../app.ts'

/** The page's keys, wherever the focus is. */
export function useShortcuts(app: App): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => {
      const action = actionFor(event, app)
      if (action === null) return
      event.preventDefault()
      action()
    }
    document.addEventListener('keydown', listener)
    return () => document.removeEventListener('keydown', listener)
  }, [app])
}

function actionFor({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent, app: App): (() => void) | null {
  const isOther = altKey || shiftKey || ctrlKey === metaKey
  // CapsLock makes letters upper case.
  const name = key.toLowerCase()
  // Fields and the editor have their own undo, and the terminal's keys go to a program.
  if (!isOther && name === 'z' && !isWrittenInto(document.activeElement)) return () => void app.undo()
  if (document.querySelector('dialog[open]') !== null) return null
  if (key === 'F6') return () => focusNextPane()
  if (isOther) return null
  switch (name) {
    case 'enter':
      return () => void app.run()
    case '.':
      return () => app.stop()
    case 'k':
      return () => document.querySelector<HTMLElement>('[data-opens="languages"]')?.click()
  }
  return null
}

function isWrittenInto(element: Element | null): boolean {
  return element?.matches('input:not([type="radio"], [type="checkbox"]), textarea, [contenteditable="true"]') === true
}

/** The order of F6: toolbar, editor, terminal. */
const PANES = ['.toolbar', '.editor-pane', '.side-pane']
const FIRST_IN_PANE = 'button:not([disabled]), .cm-content, .xterm-helper-textarea'

function focusNextPane(): void {
  const panes = PANES.flatMap((selector) => document.querySelector<HTMLElement>(selector) ?? [])
  const current = panes.findIndex((pane) => pane.contains(document.activeElement))
  for (let step = 1; step <= panes.length; step++) {
    const pane = panes[(current + step) % panes.length]
    const main = pane?.querySelector<HTMLElement>('.cm-content, .xterm-helper-textarea')
    const target = main ?? pane?.querySelector<HTMLElement>(FIRST_IN_PANE)
    if (target?.checkVisibility()) return target.focus()
  }
}
