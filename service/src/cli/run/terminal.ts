import type { Readable } from 'node:stream'
import { isTerminalReport, type TerminalSize } from '@sandrun/shared'
import type { ActiveRun } from '@sandrun/shared/client'
import type { Interrupts } from '../command/interrupts.ts'

/** The user's end of a run's input: their terminal in raw mode, or a plain stream. */
export interface RunInput extends Disposable {
  /** The size of the terminal the program gets; null when it gets pipes. */
  size: TerminalSize | null
  /**
   * `hasAsked`: the program may have asked the terminal for something: what it says by itself is for nobody else.
   * From now on the input goes to the run, but for a ^C that no program is there to get, or has not heard before.
   */
  connect(run: ActiveRun, hasAsked: () => boolean): void
}

/** What ^C sends in raw mode. */
const CTRL_C = 0x03

/** Whether a program that reads our standard input is at a terminal. */
export function isAtTerminal(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY
}

/**
 * In raw mode, from now on, keys such as ^C are bytes for the program's own terminal: those that come before there is one
 * wait, and nobody else echoes them. Disposing gives the terminal back.
 */
export function terminalInput(interrupts: Pick<Interrupts, 'typed'>): RunInput {
  const { stdin, stdout } = process
  const early: Uint8Array<ArrayBuffer>[] = []
  let take = (bytes: Uint8Array<ArrayBuffer>): void => void early.push(bytes)
  let isAnswered = (): boolean => false
  let disconnect = (): void => {}
  const type = (bytes: Buffer): void => {
    // The answer to a program that ran before.
    if (isTerminalReport(bytes.toString('latin1')) && !isAnswered()) return
    const pass = (): void => take(new Uint8Array(bytes))
    if (bytes.includes(CTRL_C)) interrupts.typed(pass)
    else pass()
  }
  stdin.setRawMode(true)
  stdin.on('data', type)
  stdin.resume()
  return {
    get size() {
      return terminalSize()
    },
    connect(run, hasAsked) {
      isAnswered = hasAsked
      take = (bytes) => void run.writeStdin(bytes)
      for (const bytes of early.splice(0)) take(bytes)
      const resize = (): void => run.resize(terminalSize())
      stdout.on('resize', resize)
      disconnect = () => void stdout.off('resize', resize)
    },
    [Symbol.dispose]() {
      disconnect()
      stdin.off('data', type)
      stdin.setRawMode(false)
      stdin.pause()
    },
  }
}

/** A stream, to its end; it is destroyed when the run is over. */
export function streamInput(stream: Readable): RunInput {
  return {
    size: null,
    connect(run) {
      stream.on('data', (bytes: Buffer) => {
        // A pipe is read no faster than the program takes it.
        stream.pause()
        void run.writeStdin(new Uint8Array(bytes)).then(() => stream.resume())
      })
      stream.on('end', () => run.endStdin())
    },
    [Symbol.dispose]() {
      stream.removeAllListeners('data')
      // Whatever it is (a file has nothing to let go of), it must not keep the process.
      stream.destroy()
    },
  }
}

function terminalSize(): TerminalSize {
  // A terminal that has just been opened may say 0.
  const { columns, rows } = process.stdout
  return { cols: Math.min(1000, Math.max(1, columns)), rows: Math.min(1000, Math.max(1, rows)) }
}
