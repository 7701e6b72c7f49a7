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

/** The whole page: what to run above, the code on one side, what comes of it on the other. */
export function Page({ app }: { app: App }): JSX.Element {
  useShortcuts(app)
  useEffect(() => {
    const open = (): void => void app.openLink()
    addEventListener('hashchange', open)
    return () => removeEventListener('hashchange', open)
  }, [app])
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
      {/* Beside a dialog nothing can be pressed. */}
      {app.dialog.value === null && <UndoBar app={app} />}
      <Dialogs app={app} />
    </div>
  )
}
