import {
  type Terminal,
  type TextDocument,
  type Uri,
  Uri as Uris,
  Range,
  WorkspaceEdit,
  commands,
  extensions,
  languages,
  window,
  workspace,
} from 'vscode'
import { type RecordedTerminal, recorder } from './recorder.ts'

/** The extension under test. */
export function extension(): NonNullable<ReturnType<typeof extensions.getExtension>> {
  const found = extensions.getExtension('sandrun.sandrun')
  if (found === undefined) throw new Error('The extension is not there')
  return found
}

/** A file of the fixture workspace. */
export function fixture(name: string): Uri {
  const folder = workspace.workspaceFolders?.[0]
  if (folder === undefined) throw new Error('No folder is open')
  return Uris.joinPath(folder.uri, name)
}

/** Opens a fixture in the editor. */
export async function open(name: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(fixture(name))
  await window.showTextDocument(document)
  return document
}

/** Opens an editor that was never saved. */
export async function untitled(language: string, content: string): Promise<TextDocument> {
  // A unique name: an editor that was just closed may still exist under the next default name.
  const name = Uris.from({ scheme: 'untitled', path: `Untitled-of-test-${++untitledCount}` })
  const document = await languages.setTextDocumentLanguage(await workspace.openTextDocument(name), language)
  await window.showTextDocument(document)
  await rewrite(document, content)
  return document
}

let untitledCount = 0

/** Replaces the document's text without saving it. */
export async function rewrite(document: TextDocument, text: string): Promise<void> {
  const edit = new WorkspaceEdit()
  edit.replace(document.uri, new Range(0, 0, document.lineCount, 0), text)
  await workspace.applyEdit(edit)
}

/** An active run in a terminal, and its output from the beginning. */
export interface TerminalRun {
  recorded: RecordedTerminal
  /** Resolves when the command has ended, at the run's end. */
  done: Promise<void>
  /** Waits for this text in the run's output; `then` continues after the mark. */
  shows(wanted: string | RegExp, from?: number): Promise<string>
  /** Types like a person, through VS Code's terminal. */
  type(keys: string): void
  mark(): number
}

/** Starts the active editor's program and returns its terminal. */
export async function runInTerminal(name: string, command = 'sandrun.run'): Promise<TerminalRun> {
  const lengths = new Map(recorder.terminals.map(({ terminal, text }) => [terminal, text.length]))
  const statusFrom = recorder.status.length
  const done = Promise.resolve(commands.executeCommand<void>(command))
  await recorder.status.includes('starting', statusFrom).catch((cause: unknown) => {
    throw new Error(`The run does not start: ${String(cause)}\n${situation()}`, { cause })
  })
  const recorded = recorder.terminal(name)
  const start = lengths.get(recorded.terminal) ?? 0
  return {
    recorded,
    done,
    shows: (wanted, after = start) => recorded.text.includes(wanted, after),
    type: (keys) => recorded.terminal.sendText(keys, false),
    mark: () => recorded.text.length,
  }
}

/** The window's state, for the message of a failed test. */
function situation(): string {
  const { fileName, languageId } = window.activeTextEditor?.document ?? {}
  const messages = recorder.messages.map(({ text }) => text)
  return [
    `active editor: ${fileName} (${languageId})`,
    `messages: ${JSON.stringify(messages)}`,
    recorder.log.value.slice(-1500),
  ].join('\n')
}

/** Closes editors and terminals, so that tests do not see those of other tests. */
export async function tidy(): Promise<void> {
  await commands.executeCommand('workbench.action.revertAndCloseActiveEditor')
  await commands.executeCommand('workbench.action.closeAllEditors')
  await Promise.all(recorder.terminals.splice(0).map(({ terminal }) => closed(terminal)))
  recorder.forgetMessages()
}

/** Longer than a terminal takes to close, even on a very busy machine. */
const CLOSE_TIMEOUT_MS = 5000

/** Closes a terminal and waits, because a late end would end the next run of the same file. */
async function closed(terminal: Terminal): Promise<void> {
  if (terminal.exitStatus !== undefined) return terminal.dispose()
  const { promise, resolve } = Promise.withResolvers<void>()
  const listener = window.onDidCloseTerminal((it) => {
    if (it === terminal) resolve()
  })
  const late = setTimeout(resolve, CLOSE_TIMEOUT_MS)
  terminal.dispose()
  await promise
  clearTimeout(late)
  listener.dispose()
}
