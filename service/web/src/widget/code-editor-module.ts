import { CodeEditor } from '../editor/code-editor.ts'
import { loadMode } from '../editor/modes.ts'
import type { OpenEditor } from './editing.ts'

/** The widget's editor, loaded when somebody wants to edit. */
export const openEditor: OpenEditor = async (parent, { path, content, label, language, changed }) => {
  const editor = new CodeEditor(parent, { changed: (_path, text) => changed(text), undoBeyond: () => false, label })
  editor.show(path, content)
  if (language !== undefined) editor.setMode(await loadMode(path, language))
  return editor
}
