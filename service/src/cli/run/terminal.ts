import type { Readable } from 'node:stream'
import { isTerminalReport, type TerminalSize } from '@sandrun/shared'
import type { ActiveRun } from '@sandrun/shared/client'
import type { Interrupts } from '../command/interrupts.ts'

/** The user's side of a run's input: a terminal in raw mode, or a plain stream. */
export interface RunInput extends Disposable {
  /** The size of the program's terminal; null when it gets pipes. */
  size: TerminalSize | null
  /**
   * `hasAsked`: the program may have asked the terminal for an answer, and only then gets one. From now on input goes
   * to the run, except for a ^C that no program can get, or that it has ignored before.
   */
  connect(run: ActiveRun, hasAsked: () => boolean): void
}

/** The byte for ^C in raw mode. */
const CTRL_C = 0x03

/** Whether a program that reads this standard input is at a terminal. */
export function isAtTerminal(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY
}

/**
 * Turns on raw mode: keys such as ^C become bytes for the program's own terminal. Early keys wait, and this terminal
 * echoes none of them. Disposing restores the terminal.
 */
export function terminalInput(interrupts: Pick<Interrupts, 'typed'>): RunInput {
  const { stdin, stdout } = process
  const early: Uint8Array<ArrayBuffer>[] = []
  let take = (bytes: Uint8Array<ArrayBuffer>): void => void early.push(bytes)
  let isAnswered = (): boolean => false
  let disconnect = (): void => {}
  const type = (bytes: Buffer): void => {
    // The terminal answers a program that ran before.
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

/** A stream until its end; destroyed when the run is over. */
export function streamInput(stream: Readable): RunInput {
  return {
    size: null,
    connect(run) {
      stream.on('data', (bytes: Buffer) => {
        // Read a pipe only as fast as the program does.
        stream.pause()
        void run.writeStdin(new Uint8Array(bytes)).then(() => stream.resume())
      })
      stream.on('end', () => run.endStdin())
    },
    [Symbol.dispose]() {
      stream.removeAllListeners('data')
      // Destroy it, as a file can't be unreferenced: it must not keep the process alive.
      stream.destroy()
    },
  }
}

function terminalSize(): TerminalSize {
  // A newly opened terminal may report 0.
  const { columns, rows } = process.stdout
  return { cols: Math.min(1000, Math.max(1, columns)), rows: Math.min(1000, Math.max(1, rows)) }
}
