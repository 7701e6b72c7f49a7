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
import { NONCE } from '../lawful-styles.ts'
import { searchOnDemand } from './search-on-demand.ts'
import { theme } from './theme.ts'

interface EditorHooks {
  /** Hears of every edit a person makes. */
  changed: (path: string, content: string) => void
  /** Undo was asked for, and the file has no more of it; says whether something else had. */
  undoBeyond: () => boolean
}

/** The editor of the page: one view, and a state (text, undo history, selection) for each file. */
export class CodeEditor {
  readonly #view: EditorView
  readonly #mode = new Compartment()
  readonly #states = new Map<string, EditorState>()
  readonly #extensions: Extension
  #path = ''
  #marked: readonly Diagnostic[] = []
  #hasMarks = false

  constructor(parent: HTMLElement, { changed, undoBeyond }: EditorHooks) {
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
      // Ctrl+Enter is the page's.
      keymap.of([
        { key: 'Mod-Enter', run: () => true },
        ...closeBracketsKeymap,
        ...defaultKeymap,
        ...historyKeymap,
        { key: 'Mod-z', run: undoBeyond },
        ...completionKeymap,
        indentWithTab,
      ]),
      EditorView.contentAttributes.of({ 'aria-label': 'Program', autocapitalize: 'off', spellcheck: 'false' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed(this.#path, update.state.doc.toString())
      }),
      // Who has no wheel and no arrow keys does not look for what is beyond the edge.
      matchMedia('(pointer: coarse)').matches ? EditorView.lineWrapping : [],
      theme,
      this.#mode.of([]),
    ]
    this.#view = new EditorView({ parent })
  }

  /** Brings a file to the front, as it was left. */
  show(path: string, content: string): void {
    if (this.#path !== '') this.#states.set(this.#path, this.#view.state)
    this.#path = path
    const left = this.#states.get(path)
    // Another file may have the name by now.
    const isSame = left?.doc.toString() === content
    this.#view.setState(isSame ? left : EditorState.create({ doc: content, extensions: this.#extensions }))
  }

  setMode(mode: Extension | null): void {
    this.#view.dispatch({ effects: this.#mode.reconfigure(mode ?? []) })
  }

  /** Another program is there: nothing is remembered of the one before. */
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

  /** Underlines what compiler or runtime complain about in the file in front. */
  async mark(diagnostics: readonly Diagnostic[]): Promise<void> {
    this.#marked = diagnostics
    // Most programs give nothing to underline, so what underlines is loaded when one does.
    if (diagnostics.length === 0 && !this.#hasMarks) return
    const { setDiagnostics } = await import('@codemirror/lint')
    if (this.#marked !== diagnostics) return
    const marks = diagnostics.flatMap((diagnostic) => this.#markOf(diagnostic) ?? [])
    this.#hasMarks = marks.length > 0
    this.#view.dispatch(setDiagnostics(this.#view.state, marks))
  }

  /** Puts the cursor there and the focus into the editor. Lines and columns count from 1. */
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

  /** From the column, or the first word of the line, to the end of what stands there. */
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
