import { useSignalEffect } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { App } from '../app.ts'
import { Dialogs } from './dialogs.tsx'
import { Divider } from './divider.tsx'
import { EditorPane } from './editor-pane.tsx'
import { useShortcuts } from './shortcuts.ts'
import { SidePane } from './side-pane.tsx'
import { Toolbar } from './toolbar.tsx'
import { UndoBar } from './undo-bar.tsx'
import { ViewSwitch } from './view-switch.tsx'

/** The whole page: the toolbar above, the code on one side, its output on the other. */
export function Page({ app }: { app: App }): JSX.Element {
  useShortcuts(app)
  useEffect(() => {
    const open = (): void => void app.openLink()
    addEventListener('hashchange', open)
    return () => removeEventListener('hashchange', open)
  }, [app])
  useEffect(() => fitAboveKeyboard(), [])
  useSignalEffect(() => {
    const name = app.language.value?.name
    document.title = name === undefined ? 'Sandrun' : `${name} – Sandrun`
  })
  return (
    <div class="page" data-view={app.view.value}>
      <Toolbar app={app} />
      <main class="panes">
        <EditorPane app={app} />
        <Divider />
        <SidePane app={app} />
      </main>
      <ViewSwitch app={app} />
      {/* Outside a dialog, keys do nothing. */}
      {app.dialog.value === null && <UndoBar app={app} />}
      <Dialogs app={app} />
    </div>
  )
}

/** Keeps the page above an on-screen keyboard if the browser lets that cover it (WebKit). */
function fitAboveKeyboard(): (() => void) | undefined {
  const visible = window.visualViewport
  if (visible === null) return undefined
  const fit = (): void => {
    // Zooming in shows a part of the page; it stays as it is.
    if (visible.scale === 1) document.documentElement.style.setProperty('--visible-height', `${visible.height}px`)
  }
  visible.addEventListener('resize', fit)
  return () => visible.removeEventListener('resize', fit)
}
