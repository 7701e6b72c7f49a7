import { useSignal, useSignalEffect } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { App } from '../app.ts'
import { fragmentOf } from '../program/share-link.ts'
import { Dialogs } from './dialogs.tsx'
import { EditorPane } from './editor-pane.tsx'
import { BrandIcon, KeyIcon, OpenIcon } from './icons.tsx'
import { useShortcuts } from './shortcuts.ts'
import { SidePane } from './side-pane.tsx'
import { RunButton } from './toolbar.tsx'
import { UndoBar } from './undo-bar.tsx'

/** The page in a frame of another page: the program above, its output below, and a way to the full page. */
export function EmbedPage({ app }: { app: App }): JSX.Element {
  useShortcuts(app)
  useEffect(() => {
    const open = (): void => void app.openLink()
    addEventListener('hashchange', open)
    return () => removeEventListener('hashchange', open)
  }, [app])
  const { program } = app.workspace
  return (
    <div class="page embed" data-files={program.value.files.length}>
      <header class="toolbar">
        <h1 class="brand">
          <BrandIcon />
          <span class="language-name">{app.language.value?.name ?? 'Sandrun'}</span>{' '}
          <span class="language-version">{app.language.value?.version}</span>
        </h1>
        <div class="toolbar-space" />
        {app.connections.wantsToken.value === true && (
          <button type="button" class="button" onClick={() => (app.dialog.value = 'sign-in')}>
            <KeyIcon />
            Sign in
          </button>
        )}
        <FullPageLink app={app} />
        <RunButton app={app} />
      </header>
      {/* The page around the frame has a main part too. */}
      <main class="panes" aria-label="Program">
        <EditorPane app={app} />
        <SidePane app={app} />
      </main>
      {app.dialog.value === null && <UndoBar app={app} />}
      <Dialogs app={app} />
    </div>
  )
}

/** Opens the program as it is now in the full page. */
function FullPageLink({ app }: { app: App }): JSX.Element {
  const link = useSignal('/')
  useSignalEffect(() => {
    const program = app.workspace.program.value
    void fragmentOf(program).then((fragment) => {
      if (app.workspace.program.peek() === program) link.value = `/${fragment}`
    })
  })
  return (
    <a class="button quiet" href={link.value} target="_blank" rel="noopener" aria-label="Open in a new tab">
      <OpenIcon />
      <span class="wide-only">Open in a new tab</span>
    </a>
  )
}
