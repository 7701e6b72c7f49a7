import { inspect } from 'node:util'
import {
  type LogOutputChannel,
  CancellationTokenSource,
  type ExtensionTerminalOptions,
  type InputBox,
  type OutputChannel,
  type Pseudoterminal,
  type StatusBarItem,
  type Terminal,
  type TerminalLink,
  type TerminalLinkProvider,
  window,
} from 'vscode'
import { Text } from './text.ts'

/** A terminal of the extension, with everything it has shown. */
export interface RecordedTerminal {
  terminal: Terminal
  pty: Pseudoterminal
  icon: unknown
  text: Text
  /** Every name that a program gave its tab, each on a line. */
  names: Text
}

/** A message from the extension, and its buttons. */
export interface RecordedMessage {
  kind: 'error' | 'information'
  text: string
  actions: string[]
  /** Presses a button. */
  choose(action: string | undefined): void
}

/**
 * Records what the extension does to the window. VS Code gives the extension and the tests the same API object, so the
 * recorder replaces its functions; terminals and status bar items are still real.
 */
export class Recorder {
  readonly terminals: RecordedTerminal[] = []
  readonly messages: RecordedMessage[] = []
  /** Every text of the status bar item, each on a line. */
  readonly status = new Text()
  /** The status bar item. */
  statusItem: StatusBarItem | undefined
  /** The output channel's text, by the calls that write it; test/e2e.mjs looks at the panel. */
  readonly channel = new Text()
  channelLanguage: unknown
  /** The extension's log, at every level. */
  readonly log = new Text()
  /** Everything typed into terminals that have a shell. These are not opened, because tests run without a pty host. */
  readonly typedIntoShells: { text: string; run: boolean }[] = []
  /** The same, but only lines that were run. */
  readonly shellTyped = new Text()
  /** The last input box; it is real. */
  box: InputBox | undefined
  readonly #messageArrived = new Text()
  #linkProvider: TerminalLinkProvider | undefined

  /** The first message after `seen` ones; waits for it. */
  async message(seen = 0): Promise<RecordedMessage> {
    await this.#messageArrived.includes('.'.repeat(seen + 1))
    const message = this.messages[seen]
    if (message === undefined) throw new Error('There is no such message')
    return message
  }

  /** Ignores the messages of previous tests. */
  forgetMessages(): void {
    this.messages.length = 0
    this.#messageArrived.replace('')
  }

  /** The newest terminal whose name contains this; a reused terminal has the name of its last program. */
  terminal(name: string): RecordedTerminal {
    const found = this.terminals.findLast(({ terminal, names }) => {
      const last = names.value.trimEnd().split('\n').at(-1)
      return (last === undefined || last === '' ? terminal.name : last).includes(name)
    })
    if (found === undefined) throw new Error(`There is no terminal for ${name}`)
    return found
  }

  /** Follows the first link of a line in a terminal, like a click; false if the line has no link. */
  async followLink({ terminal }: RecordedTerminal, line: string): Promise<boolean> {
    const { token } = new CancellationTokenSource()
    const links = await this.#linkProvider?.provideTerminalLinks({ terminal, line }, token)
    const [first]: TerminalLink[] = links ?? []
    if (first === undefined) return false
    await this.#linkProvider?.handleTerminalLink(first)
    return true
  }

  install(): this {
    this.#recordTerminals()
    this.#recordStatus()
    this.#recordChannels()
    this.#recordLinks()
    const createInputBox = window.createInputBox.bind(window)
    Object.assign(window, { createInputBox: () => (this.box = createInputBox()) })
    const record =
      (kind: RecordedMessage['kind']) =>
      (text: string, ...actions: string[]): Promise<string | undefined> => {
        const { promise, resolve } = Promise.withResolvers<string | undefined>()
        this.messages.push({ kind, text, actions, choose: resolve })
        this.#messageArrived.append('.')
        return promise
      }
    Object.assign(window, { showErrorMessage: record('error'), showInformationMessage: record('information') })
    return this
  }

  #recordTerminals(): void {
    const createTerminal = window.createTerminal.bind(window) as (options: ExtensionTerminalOptions) => Terminal
    const recording = (options: Partial<ExtensionTerminalOptions> & { name: string }): unknown => {
      const { pty } = options
      if (pty === undefined) {
        const sendText = (text: string, run = true): void => {
          this.typedIntoShells.push({ text, run })
          if (run) this.shellTyped.append(`${text}\n`)
        }
        return { show: () => {}, sendText }
      }
      const terminal = createTerminal({ ...options, pty })
      const text = new Text()
      pty.onDidWrite((written) => text.append(written))
      const names = new Text()
      pty.onDidChangeName?.((named) => names.append(`${named}\n`))
      this.terminals.push({ terminal, pty, icon: options.iconPath, text, names })
      return terminal
    }
    Object.assign(window, { createTerminal: recording })
  }

  #recordChannels(): void {
    const create = window.createOutputChannel.bind(window) as (...args: unknown[]) => OutputChannel
    const recording = (name: string, options: unknown): OutputChannel => {
      const channel = create(name, options)
      if (typeof options !== 'string') return this.#recordedLog(channel as LogOutputChannel)
      this.channelLanguage = options
      const append = channel.append.bind(channel)
      const clear = channel.clear.bind(channel)
      return Object.assign(Object.create(channel), {
        append: (text: string) => {
          append(text)
          this.channel.append(text)
        },
        clear: () => {
          clear()
          this.channel.replace('')
        },
      })
    }
    Object.assign(window, { createOutputChannel: recording })
  }

  #recordLinks(): void {
    const register = window.registerTerminalLinkProvider.bind(window)
    const recording: typeof register = (provider) => {
      this.#linkProvider = provider
      return register(provider)
    }
    Object.assign(window, { registerTerminalLinkProvider: recording })
  }

  #recordedLog(channel: LogOutputChannel): LogOutputChannel {
    const log = Object.create(channel) as LogOutputChannel
    for (const level of ['trace', 'debug', 'info', 'warn', 'error'] as const) {
      const write = channel[level].bind(channel) as (...args: unknown[]) => void
      const recorded = (...args: unknown[]): void => {
        this.log.append(`${args.map((arg) => (arg instanceof Error ? inspect(arg) : String(arg))).join(' ')}\n`)
        write(...args)
      }
      Object.assign(log, { [level]: recorded })
    }
    return log
  }

  #recordStatus(): void {
    const create = window.createStatusBarItem.bind(window) as (...args: unknown[]) => StatusBarItem
    const recording = (...args: unknown[]): StatusBarItem => {
      const item = create(...args)
      const { status } = this
      this.statusItem = new Proxy(item, {
        get: (target, name) => {
          const value: unknown = Reflect.get(target, name, target)
          return typeof value === 'function' ? value.bind(target) : value
        },
        set: (target, name, value) => {
          if (name === 'text') status.append(`${String(value)}\n`)
          return Reflect.set(target, name, value, target)
        },
      })
      return this.statusItem
    }
    Object.assign(window, { createStatusBarItem: recording })
  }
}

// Each test file has its own bundle, but all run in one process, and the API must be patched only once.
const shared = globalThis as { sandrunRecorder?: Recorder }

/** The only recorder. It exists before the extension is activated, because test files load before any test runs. */
export const recorder: Recorder = (shared.sandrunRecorder ??= new Recorder().install())
