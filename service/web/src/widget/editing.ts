import type { LanguageInfo } from '@sandrun/shared'

/** An editor of one file. */
export interface Editor {
  focus(): void
  dispose(): void
}

interface EditorOptions {
  path: string
  content: string
  /** Its name for a screen reader. */
  label: string
  /** Without it there are no colours. */
  language: LanguageInfo | undefined
  changed: (content: string) => void
}

export type OpenEditor = (parent: HTMLElement, options: EditorOptions) => Promise<Editor>

/** The build puts the file's address here: its name changes with its content. */
declare const EDITOR_MODULE: string

/** Loads the editor from the widget's service. Throws if it does not load. */
export async function loadEditor(home: URL): Promise<OpenEditor> {
  const loaded = (await import(new URL(EDITOR_MODULE, home).href)) as { openEditor: OpenEditor }
  return loaded.openEditor
}
