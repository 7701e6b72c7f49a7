import { useSignalEffect } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { App } from '../app.ts'
import { isActive } from '../run/run-state.ts'
import { readLook } from '../terminal/look.ts'
import { TERMINAL_KEYS } from '../terminal/terminal-keys.ts'
import { KeyRow } from './key-row.tsx'

/** The terminal, in the page's colours. */
export function TerminalView({ app }: { app: App }): JSX.Element {
  const parent = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (parent.current !== null) app.terminal.open(parent.current)
    const dark = matchMedia('(prefers-color-scheme: dark)')
    const follow = (): void => app.terminal.setLook(...readLook(document.documentElement))
    follow()
    dark.addEventListener('change', follow)
    return () => dark.removeEventListener('change', follow)
  }, [app])
  useSignalEffect(() => {
    void app.theme.name.value
    app.terminal.setLook(...readLook(document.documentElement))
  })
  const state = app.runner.state.value
  const { name } = state
  useLayoutEffect(() => {
    // On a phone it is visible and focusable only now.
    if (name === 'connecting' && app.view.peek() === 'terminal') app.terminal.focus()
  }, [app, name])
  return (
    <>
      <div class="terminal-view" data-panel="terminal">
        <div class="terminal-host" ref={parent} />
        {state.name === 'running' && state.waiting && (
          <button type="button" class="terminal-asks" onClick={() => app.terminal.focus()}>
            The program is waiting for input: click here and type.
          </button>
        )}
        {name === 'idle' && (
          <div class="terminal-hint">
            <p>Press Run. The program’s output appears here live.</p>
            <p>If the program asks for input, type it here.</p>
          </div>
        )}
      </div>
      {isActive(state) && <KeyRow keys={TERMINAL_KEYS} press={({ sends }) => app.terminal.press(sends)} />}
    </>
  )
}
