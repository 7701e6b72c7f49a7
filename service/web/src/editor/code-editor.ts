import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completeAnyWord,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language'
import type { Diagnostic as Mark } from '@codemirror/lint'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import {
  type Command,
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  rectangularSelection,
} from '@codemirror/view'
import type { Diagnostic } from '@sandrun/shared'
import { NONCE } from '../nonce-styles.ts'
import { searchOnDemand } from './search-on-demand.ts'
import { theme } from './theme.ts'

interface EditorHooks {
  /** Called at every edit by a person. */
  changed: (path: string, content: string) => void
  /** Called for an undo that the file cannot do; returns whether something else was undone. */
  undoBeyond: () => boolean
  /** Its name for a screen reader. */
  label: string
}

/** The page's editor: one view, and a state (text, undo history, selection) for each file. */
export class CodeEditor {
  readonly #view: EditorView
  readonly #mode = new Compartment()
  readonly #states = new Map<string, EditorState>()
  readonly #extensions: Extension
  #path = ''
  #marked: readonly Diagnostic[] = []
  #hasMarks = false

  constructor(parent: HTMLElement, { changed, undoBeyond, label }: EditorHooks) {
    this.#extensions = [
      EditorView.cspNonce.of(NONCE),
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightActiveLine(),
      highlightSpecialChars(),
      history(),
      drawSelection(),
      dropCursor(),
      rectangularSelection(),
      EditorState.allowMultipleSelections.of(true),
      indentOnInput(),
      indentUnit.of('    '),
      bracketMatching(),
      closeBrackets(),
      autocompletion({ activateOnTyping: false }),
      EditorState.languageData.of(() => [{ autocomplete: completeAnyWord }]),
      searchOnDemand(),
      // The page has Ctrl+Enter.
      keymap.of([
        { key: 'Mod-Enter', run: () => true },
        ...closeBracketsKeymap,
        ...defaultKeymap,
        ...historyKeymap,
        { key: 'Mod-z', run: undoBeyond },
        ...completionKeymap,
        indentWithTab,
      ]),
      EditorView.contentAttributes.of({ 'aria-label': label, autocapitalize: 'off', spellcheck: 'false' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed(this.#path, update.state.doc.toString())
      }),
      // Without a wheel or arrow keys, text beyond the edge would go unnoticed.
      matchMedia('(pointer: coarse)').matches ? EditorView.lineWrapping : [],
      theme,
      this.#mode.of([]),
    ]
    this.#view = new EditorView({ parent })
  }

  /** Brings a file to the front, in its last state. */
  show(path: string, content: string): void {
    if (this.#path !== '') this.#states.set(this.#path, this.#view.state)
    this.#path = path
    const left = this.#states.get(path)
    // Another file may have this name now.
    const isSame = left?.doc.toString() === content
    this.#view.setState(isSame ? left : EditorState.create({ doc: content, extensions: this.#extensions }))
  }

  setMode(mode: Extension | null): void {
    this.#view.dispatch({ effects: this.#mode.reconfigure(mode ?? []) })
  }

  /** The program was replaced: drops the states of its files. */
  forgetFiles(): void {
    this.#states.clear()
    this.#path = ''
  }

  renamed(path: string, to: string): void {
    const state = this.#states.get(path)
    this.#states.delete(path)
    if (state !== undefined) this.#states.set(to, state)
    if (this.#path === path) this.#path = to
  }

  /** Underlines problems of the compiler or runtime in the file in front. */
  async mark(diagnostics: readonly Diagnostic[]): Promise<void> {
    this.#marked = diagnostics
    // Most programs have no problems, so the underlining is loaded when one does.
    if (diagnostics.length === 0 && !this.#hasMarks) return
    const { setDiagnostics } = await import('@codemirror/lint')
    if (this.#marked !== diagnostics) return
    const marks = diagnostics.flatMap((diagnostic) => this.#markOf(diagnostic) ?? [])
    this.#hasMarks = marks.length > 0
    this.#view.dispatch(setDiagnostics(this.#view.state, marks))
  }

  /** Moves the cursor there and focuses the editor. Lines and columns count from 1. */
  goTo(line: number, column: number | null): void {
    const { doc } = this.#view.state
    const { from, to } = doc.line(Math.min(Math.max(1, line), doc.lines))
    const anchor = Math.min(from + Math.max(0, (column ?? 1) - 1), to)
    this.#view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) })
    this.focus()
  }

  focus(): void {
    this.#view.focus()
  }

  press(command: Command): void {
    command(this.#view)
  }

  get hasFocus(): boolean {
    return this.#view.hasFocus
  }

  dispose(): void {
    this.#view.destroy()
  }

  /** From the column to the end of its word, or without a column the line's text. */
  #markOf({ file, line, column, severity, message }: Diagnostic): Mark | null {
    const { doc } = this.#view.state
    if (file !== this.#path || line < 1 || line > doc.lines) return null
    const { from, to, text } = doc.line(line)
    const indent = text.length - text.trimStart().length
    const start = Math.min(from + (column === null ? indent : column - 1), to)
    const end = column === null ? to : (this.#view.state.wordAt(start)?.to ?? to)
    return { from: start, to: end, severity, message }
  }
}
