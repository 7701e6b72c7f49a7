import { useSignalEffect } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { App } from '../app.ts'
import { CodeEditor } from '../editor/code-editor.ts'
import { EDITOR_KEYS } from '../editor/editor-keys.ts'
import { loadMode } from '../editor/modes.ts'
import { FileTabs } from './file-tabs.tsx'
import { KeyRow } from './key-row.tsx'
import { Notice } from './notice.tsx'

/** The program's files, one of them in the editor. */
export function EditorPane({ app }: { app: App }): JSX.Element {
  const parent = useRef<HTMLDivElement>(null)
  const editor = useRef<CodeEditor | null>(null)
  const { workspace } = app
  useEffect(() => {
    if (parent.current === null) return undefined
    const made = new CodeEditor(parent.current, {
      changed: (path, content) => workspace.write(path, content),
      undoBeyond: () => app.undo(),
      label: 'Program',
    })
    editor.current = made
    return () => made.dispose()
  }, [app, workspace])
  useSignalEffect(() => {
    // Reading it also shows another program with the same file names.
    void workspace.generation.value
    editor.current?.forgetFiles()
  })
  useSignalEffect(() => {
    void workspace.generation.value
    const path = workspace.activePath.value
    const language = app.language.value
    const shown = editor.current
    if (shown === null) return
    shown.show(path, workspace.activeFile.peek()?.content ?? '')
    if (language === undefined) return
    void loadMode(path, language).then((mode) => {
      if (workspace.activePath.peek() === path && app.language.peek() === language) shown.setMode(mode)
    })
  })
  useSignalEffect(() => {
    void workspace.activePath.value
    void editor.current?.mark(app.problems.value)
  })
  const target = app.target.value
  useLayoutEffect(() => {
    // On a phone the editor becomes visible and focusable only now.
    if (target !== null) editor.current?.goTo(target.line, target.column)
  }, [target])
  return (
    <section class="editor-pane" aria-label="Code">
      <FileTabs
        app={app}
        renamed={(path, to) => editor.current?.renamed(path, to)}
        write={() => editor.current?.focus()}
      />
      <Notice app={app} />
      <div class="editor" ref={parent} />
      <KeyRow keys={EDITOR_KEYS} press={({ press }) => editor.current?.press(press)} />
    </section>
  )
}
