import { ControlFilter, isTerminalReport, type TerminalSize } from '@sandrun/shared'
import { FitAddon } from '@xterm/addon-fit'
import { type ITheme, Terminal } from '@xterm/xterm'

/** How many lines can be scrolled back. */
const SCROLLBACK_LINES = 5000

/** DECTCEM: without a reader, no cursor blinks. */
const HIDE_CURSOR = '\x1b[?25l'

/** The size for a program that runs before a terminal was ever shown. */
const USUAL_SIZE: TerminalSize = { cols: 80, rows: 24 }

export interface TerminalHooks {
  typed(text: string): void
  resized(size: TerminalSize): void
  /** Whether the program gets keys now; else Tab, Escape and the rest belong to the page. */
  takesKeys(): boolean
}

/** The output of one run. */
export interface TerminalScreen {
  /** Resolves when the terminal has taken it. */
  write(bytes: Uint8Array): Promise<void>
  /** The program has ended: resets what it left behind. */
  end(): void
}

/** The page's terminal. A program may draw in it but not drive it. */
export class RunTerminal {
  readonly #terminal: Terminal
  readonly #fit = new FitAddon()
  readonly #hooks: TerminalHooks
  readonly #resizes: ResizeObserver
  #screen: TerminalScreen | null = null
  #filter = new ControlFilter()

  constructor(hooks: TerminalHooks) {
    this.#hooks = hooks
    this.#terminal = new Terminal({
      scrollback: SCROLLBACK_LINES,
      cursorBlink: true,
      cursorInactiveStyle: 'none',
      // Programs choose colours without knowing the page's theme.
      minimumContrastRatio: 4.5,
      lineHeight: 1.25,
    })
    this.#terminal.loadAddon(this.#fit)
    this.#terminal.onData((text) => this.#typed(text))
    this.#terminal.onResize((size) => hooks.resized(size))
    this.#terminal.attachCustomKeyEventHandler((event) => this.#takesKey(event))
    this.#resizes = new ResizeObserver(() => this.#fitNow())
  }

  open(parent: HTMLElement): void {
    this.#terminal.open(parent)
    this.#resizes.observe(parent)
    this.#fitNow()
  }

  setLook(theme: ITheme, fontFamily: string, fontSize: number): void {
    Object.assign(this.#terminal.options, { theme, fontFamily, fontSize })
    this.#fitNow()
  }

  /** Whether a screen reader gets its rows too. That slows down a flood of output. */
  readAloud(isWanted: boolean): void {
    this.#terminal.options.screenReaderMode = isWanted
  }

  get size(): TerminalSize {
    const { cols, rows } = this.#fit.proposeDimensions() ?? USUAL_SIZE
    return cols > 0 && rows > 0 ? { cols, rows } : USUAL_SIZE
  }

  /** Clears the terminal for a run. Output of the last run is no longer shown, and blocks nothing. */
  begin(): TerminalScreen {
    this.#screen?.end()
    // Queued behind what is still to be drawn: RIS (ECMA-48, 8.3.105).
    this.#terminal.write('\x1bc')
    const filter = new ControlFilter()
    this.#filter = filter
    const decoder = new TextDecoder()
    const put = (text: string): Promise<void> => {
      if (this.#screen !== screen || text === '') return Promise.resolve()
      return new Promise((resolve) => this.#terminal.write(text, resolve))
    }
    const screen: TerminalScreen = {
      write: (bytes) => put(filter.filter(decoder.decode(bytes, { stream: true }))),
      end: () => {
        void put(filter.filter(decoder.decode()) + filter.reset() + HIDE_CURSOR)
        if (this.#screen === screen) this.#screen = null
      },
    }
    this.#screen = screen
    return screen
  }

  /** Acts as if the key were typed. */
  press(sends: string): void {
    const { applicationCursorKeysMode } = this.#terminal.modes
    // DECCKM: a program may want other codes for arrow keys.
    this.#terminal.input(applicationCursorKeysMode ? sends.replace(/^\x1b\[(?=[A-D]$)/, '\x1bO') : sends)
  }

  clear(): void {
    this.#terminal.clear()
  }

  focus(): void {
    this.#terminal.focus()
  }

  dispose(): void {
    this.#resizes.disconnect()
    this.#terminal.dispose()
  }

  /** An earlier program may have asked for the terminal's late answers. */
  #typed(text: string): void {
    if (this.#filter.hasAsked || !isTerminalReport(text)) this.#hooks.typed(text)
  }

  #fitNow(): void {
    const wanted = this.#fit.proposeDimensions()
    if (wanted !== undefined && wanted.cols > 0 && wanted.rows > 0) this.#fit.fit()
  }

  /**
   * Keys that the program does not get: Shift+Tab always leaves the terminal, Ctrl+V pastes, Ctrl+C copies a selection,
   * Shift+PageUp scrolls; Ctrl+Enter and Ctrl+. belong to the page.
   */
  #takesKey({ key, shiftKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
    if (key === 'F6' || (key === 'Tab' && shiftKey)) return false
    if (ctrlKey || metaKey) {
      // CapsLock makes letters upper case.
      if (['enter', '.', 'v'].includes(key.toLowerCase())) return false
      if (key.toLowerCase() === 'c' && this.#terminal.hasSelection()) return false
    }
    return this.#hooks.takesKeys() || (shiftKey && key.startsWith('Page'))
  }
}
