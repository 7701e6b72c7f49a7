import { ControlFilter, isTerminalReport, type TerminalSize } from '@sandrun/shared'
import { FitAddon } from '@xterm/addon-fit'
import { type ITheme, Terminal } from '@xterm/xterm'

/** Lines that can be scrolled back to. */
const SCROLLBACK_LINES = 5000

/** DECTCEM: where nobody reads, no cursor blinks. */
const HIDE_CURSOR = '\x1b[?25l'

/** What a program that runs before a terminal was ever shown is told of its size. */
const USUAL_SIZE: TerminalSize = { cols: 80, rows: 24 }

export interface TerminalHooks {
  typed(text: string): void
  resized(size: TerminalSize): void
  /** Whether keys belong to a program now; else Tab, Escape and the rest are the page's. */
  takesKeys(): boolean
}

/** The output of one run. */
export interface TerminalScreen {
  /** Settles when the terminal has taken it. */
  write(bytes: Uint8Array): Promise<void>
  /** The program is gone: puts back in order what it left behind. */
  end(): void
}

/** The page's terminal. What a program writes may draw in it but not drive it. */
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
      // A program picks its colours without knowing the page's theme.
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

  /** Whether its rows are there for a screen reader too. That takes time, which a flood of output feels. */
  readAloud(isWanted: boolean): void {
    this.#terminal.options.screenReaderMode = isWanted
  }

  get size(): TerminalSize {
    const { cols, rows } = this.#fit.proposeDimensions() ?? USUAL_SIZE
    return cols > 0 && rows > 0 ? { cols, rows } : USUAL_SIZE
  }

  /** Clears the terminal for a run. What comes from the run before is no longer shown, and holds nothing up. */
  begin(): TerminalScreen {
    this.#screen?.end()
    // In its place behind what is still to be drawn: RIS (ECMA-48, 8.3.105).
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

  /** As if the key had been typed. */
  press(sends: string): void {
    const { applicationCursorKeysMode } = this.#terminal.modes
    // DECCKM: a program may want its arrow keys otherwise.
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

  /** What the terminal answers late was asked by a program before this one. */
  #typed(text: string): void {
    if (this.#filter.hasAsked || !isTerminalReport(text)) this.#hooks.typed(text)
  }

  #fitNow(): void {
    const wanted = this.#fit.proposeDimensions()
    if (wanted !== undefined && wanted.cols > 0 && wanted.rows > 0) this.#fit.fit()
  }

  /**
   * What keys do beside the program: Shift+Tab always leaves the terminal, Ctrl+V pastes, Ctrl+C copies where something is
   * selected, Shift+PageUp scrolls; Ctrl+Enter and Ctrl+. are the page's.
   */
  #takesKey({ key, shiftKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
    if (key === 'F6' || (key === 'Tab' && shiftKey)) return false
    if (ctrlKey || metaKey) {
      // With CapsLock on, letters come large.
      if (['enter', '.', 'v'].includes(key.toLowerCase())) return false
      if (key.toLowerCase() === 'c' && this.#terminal.hasSelection()) return false
    }
    return this.#hooks.takesKeys() || (shiftKey && key.startsWith('Page'))
  }
}
