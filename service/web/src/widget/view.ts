import { isOver, type RunProgress, type SandrunError } from '@sandrun/shared'
import { OutputView } from './output-view.ts'
import { widgetSheet } from './sheet.ts'
import { describe, type Words } from './words.ts'

/** The reader's actions. */
export interface Actions {
  run: () => void
  stop: () => void
  edit: () => void
  reset: () => void
  /** Keys for the program. */
  type: (text: string) => void
}

/** All widgets of the page share it. */
let sheet: CSSStyleSheet | undefined

/** ^C and ^D, as a terminal sends them. */
const INTERRUPT = '\x03'
const END = '\x04'

/** What a widget shows: buttons, a state, the output, and a line for the input when the program asks. */
export class View {
  readonly editor = element('div', 'editor')
  readonly output: OutputView
  readonly #root: ShadowRoot
  readonly #words: Words
  readonly #runs: HTMLButtonElement
  readonly #stops: HTMLButtonElement
  readonly #edits: HTMLButtonElement
  readonly #resets: HTMLButtonElement
  readonly #status = element('p', 'status')
  readonly #form = element('form', 'input')
  readonly #box = element('div', 'box')
  readonly #field = element('input', '')

  constructor(root: ShadowRoot, words: Words, { canEdit }: { canEdit: boolean }, actions: Actions) {
    this.#root = root
    this.#words = words
    sheet ??= widgetSheet()
    root.adoptedStyleSheets = [sheet]
    this.#runs = button(words.run, 'primary', actions.run)
    this.#stops = button(words.stop, 'stop', actions.stop)
    this.#edits = button(words.edit, '', actions.edit)
    this.#resets = button(words.reset, '', actions.reset)
    this.#edits.hidden = !canEdit
    this.#resets.hidden = true
    this.#status.role = 'status'
    const output = element('pre', 'output')
    output.tabIndex = 0
    output.role = 'log'
    output.ariaLabel = words.output
    output.hidden = true
    this.output = new OutputView(output)
    this.#field.ariaLabel = words.input
    this.#field.autocomplete = 'off'
    this.#field.spellcheck = false
    this.#form.append(
      this.#field,
      button(words.send, '', null),
      button(words.endInput, '', () => this.#endInput(actions)),
    )
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault()
      actions.type(`${this.#field.value}\n`)
      this.#field.value = ''
    })
    this.editor.hidden = true
    const bar = element('div', 'bar')
    bar.append(this.#runs, this.#stops, this.#edits, this.#resets, this.#status)
    this.#box.role = 'group'
    this.#box.append(this.editor, bar, output, this.#form)
    root.replaceChildren(this.#box)
    this.#box.addEventListener('keydown', (event) => this.#press(event, actions))
    this.show(null)
  }

  /** Names the widget for screen readers: a page may have a hundred. */
  name(firstLine: string): void {
    this.#box.ariaLabel = `${this.#words.program}: ${firstLine}`
  }

  /** Shows the state of a run, or that there is none. */
  show(state: RunProgress | null): void {
    const hadFocus = this.#root.activeElement
    const isGoing = state !== null && !isOver(state)
    this.#runs.hidden = isGoing
    this.#stops.hidden = !isGoing
    if (hadFocus === this.#runs && isGoing) this.#stops.focus()
    this.#tell(state)
    if (state !== null) this.output.element.hidden = false
    // The line stays until the end: a reader may type ahead.
    if (state?.name === 'running' && state.waiting && this.#form.hidden) {
      this.#form.hidden = false
      if (this.#root.activeElement !== null) this.#field.focus()
    }
    if (isGoing) return
    const isWriting = this.#form.contains(this.#root.activeElement)
    this.#form.hidden = true
    this.#field.value = ''
    if (isWriting || hadFocus === this.#stops) this.#runs.focus()
  }

  /** Shows that the editor did not open. A run continues, and its next state replaces the error. */
  refuseEditing(error: SandrunError): void {
    this.#tell({ name: 'failed', error })
  }

  #tell(state: RunProgress | null): void {
    const { tone, title, detail } = state === null ? { tone: '', title: '', detail: '' } : describe(state, this.#words)
    const strong = document.createElement('strong')
    strong.textContent = title
    this.#status.dataset['tone'] = tone
    this.#status.replaceChildren(strong, detail === '' ? '' : ` ${detail}`)
  }

  /** The code is in the editor, or in the block again. */
  showEditing(isEditing: boolean): void {
    this.editor.hidden = !isEditing
    this.#edits.hidden = isEditing
    this.#resets.hidden = !isEditing
  }

  /** Within a line, the first ^D only sends the line. */
  #endInput({ type }: Actions): void {
    const { value } = this.#field
    type(value === '' ? END : value + END + END)
    this.#field.value = ''
    this.#field.focus()
  }

  /** Ctrl+Enter runs and Ctrl+. stops; in the input line, Ctrl+C and Ctrl+D work as in a terminal. */
  #press(event: KeyboardEvent, actions: Actions): void {
    const { run, stop, type } = actions
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    const isInField = this.#root.activeElement === this.#field
    const isEmpty = isInField && this.#field.value === ''
    const hasSelection = this.#field.selectionStart !== this.#field.selectionEnd
    const key = event.key.toLowerCase()
    if (key === 'enter' && !isInField) run()
    else if (key === '.') stop()
    else if (key === 'c' && isInField && !hasSelection && event.ctrlKey) type(INTERRUPT)
    else if (key === 'd' && isEmpty && event.ctrlKey) this.#endInput(actions)
    else return
    event.preventDefault()
  }
}

function element<Name extends keyof HTMLElementTagNameMap>(name: Name, className: string): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  made.className = className
  return made
}

/** Without an action it submits its form. */
function button(text: string, className: string, action: (() => void) | null): HTMLButtonElement {
  const made = element('button', className)
  made.type = action === null ? 'submit' : 'button'
  made.textContent = text
  if (action !== null) made.addEventListener('click', action)
  return made
}
