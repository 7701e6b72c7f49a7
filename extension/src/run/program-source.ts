import { type TextDocument, Uri, l10n, window, workspace } from 'vscode'
import { settings } from '../settings.ts'
import type { Program } from './program.ts'

/** Editors that show something else than a file of a person's. */
const NO_FILES: ReadonlySet<string> = new Set(['output', 'debug', 'comment', 'vscode-terminal'])

/** The document a command means: the one it was called on, or the one in the active editor. Says so when there is none. */
export async function documentFor(target: unknown): Promise<TextDocument | undefined> {
  if (target instanceof Uri) return await workspace.openTextDocument(target)
  const document = window.activeTextEditor?.document
  if (document !== undefined && !NO_FILES.has(document.uri.scheme)) return document
  void window.showInformationMessage(l10n.t('Open a file to run it in the sandbox.'))
  return undefined
}

/** The key of the active editor's file, by which its run is known. */
export function activeKey(): string | undefined {
  return window.activeTextEditor?.document.uri.toString()
}

/** The document's text as it is, saved or not. Undefined, and said so, when there is nothing to run. */
export async function programIn(document: TextDocument): Promise<Program | undefined> {
  if (settings.saveBeforeRun && document.isDirty && !document.isUntitled) await document.save()
  const program = { ...factsOf(document), code: document.getText() }
  if (program.code.trim() !== '') return program
  void window.showInformationMessage(l10n.t('{0} is empty: there is nothing to run.', program.fileName))
  return undefined
}

/** What tells the document's language. */
export function factsOf(document: TextDocument): Omit<Program, 'code'> {
  return {
    key: document.uri.toString(),
    fileName: document.uri.path.split('/').at(-1) ?? '',
    editorLanguageId: document.languageId,
    firstLine: document.lineAt(0).text,
  }
}
