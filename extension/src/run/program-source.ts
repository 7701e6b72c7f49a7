import type { FileFacts } from '@sandrun/shared'
import { Range, type TextDocument, Uri, l10n, window, workspace } from 'vscode'
import type { GivenInput } from '../program/given-input.ts'
import { settings } from '../settings.ts'
import type { Program } from '../program/program.ts'

/** Editors that do not show a user's file. */
const NO_FILES: ReadonlySet<string> = new Set(['output', 'debug', 'comment', 'vscode-terminal'])

/** A command's document: the given one, or the one in the active editor. If there is none, says so. */
export async function documentFor(target: unknown): Promise<TextDocument | undefined> {
  if (target instanceof Uri) return await workspace.openTextDocument(target)
  const document = window.activeTextEditor?.document
  if (document !== undefined && !NO_FILES.has(document.uri.scheme)) return document
  void window.showInformationMessage(l10n.t('Open a file to run it in the sandbox.'))
  return undefined
}

/** The key of the active editor's file, which identifies its run. */
export function activeKey(): string | undefined {
  return window.activeTextEditor?.document.uri.toString()
}

/** A part of a document, and its start, from 0. */
export interface SelectedText {
  text: string
  startLine: number
  startColumn: number
  /** The language that its text names, if any. */
  language?: string
}

/** The selection in the editor of this document; undefined if there is none. */
export function selectionIn(document: TextDocument): SelectedText | undefined {
  const editor = window.visibleTextEditors.find((it) => it.document === document)
  if (editor === undefined || editor.selection.isEmpty) return undefined
  const { start, end } = editor.selection
  const before = document.lineAt(start).text.slice(0, start.character)
  // Without its indentation, the first line would not fit the lines that follow.
  const startColumn = before.trim() === '' ? 0 : start.character
  const text = document.getText(new Range(start.with({ character: startColumn }), end))
  return { text, startLine: start.line, startColumn }
}

/** The user's wishes besides the document itself. */
export interface ProgramOptions {
  selection?: SelectedText
  args: readonly string[]
  input: GivenInput | undefined
}

/** The default, if there is nobody to ask. */
const NOTHING: ProgramOptions = { args: [], input: undefined }

/** The document's text as it is, saved or not. Undefined, with a message, if there is nothing to run. */
export async function programIn(
  document: TextDocument,
  { selection, args, input }: ProgramOptions = NOTHING,
): Promise<Program | undefined> {
  if (settings.saveBeforeRun && document.isDirty && !document.isUntitled) await document.save()
  const program = {
    ...factsOf(document),
    code: selection?.text ?? document.getText(),
    startLine: selection?.startLine ?? 0,
    startColumn: selection?.startColumn ?? 0,
    part: selection !== undefined,
    languageName: selection?.language,
    args,
    input,
  }
  if (program.code.trim() !== '') return program
  void window.showInformationMessage(l10n.t('{0} is empty: there is nothing to run.', program.fileName))
  return undefined
}

/** The facts that tell the language. */
export function factsOf(document: TextDocument): FileFacts & { key: string } {
  return {
    key: document.uri.toString(),
    fileName: document.uri.path.split('/').at(-1) ?? '',
    editorLanguageId: document.languageId,
    firstLine: document.lineAt(0).text,
  }
}
