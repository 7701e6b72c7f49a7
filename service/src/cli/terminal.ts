import { once } from 'node:events'
import type { OutputChannel, TerminalSize } from '@sandrun/shared'
import type { ActiveRun } from '@sandrun/shared/client'

/** The user's end of a run: their terminal in raw mode, or plain pipes. */
export interface RunTerminal extends Disposable {
  /** null when standard input or output is no terminal: then the program gets pipes too. */
  size: TerminalSize | null
  /** Resolves when the bytes have been taken; undefined when they were at once. */
  write(channel: OutputChannel, bytes: Uint8Array): Promise<void> | undefined
  /** From now on standard input goes to the run. */
  connect(run: ActiveRun): void
}

/** In raw mode keys such as ^C are bytes for the program's own terminal; disposing gives the terminal back. */
export function openTerminal(): RunTerminal {
  const { stdin, stdout } = process
  const raw = stdin.isTTY && stdout.isTTY
  let resized: (() => void) | null = null
  return {
    get size() {
      return raw ? terminalSize() : null
    },
    write(channel, bytes) {
      const stream = process[channel]
      if (stream.write(bytes)) return undefined
      // A reader that is gone takes nothing any more, and the run is about to end for it.
      return once(stream, 'drain').then(noop, noop)
    },
    connect(run) {
      if (raw) {
        stdin.setRawMode(true)
        resized = () => run.resize(terminalSize())
        stdout.on('resize', resized)
      }
      stdin.on('data', (bytes: Buffer) => {
        const written = run.writeStdin(new Uint8Array(bytes))
        if (raw) return
        // A pipe is read no faster than the program takes it.
        stdin.pause()
        void written.then(() => stdin.resume())
      })
      stdin.on('end', () => run.endStdin())
    },
    [Symbol.dispose]() {
      if (resized !== null) stdout.off('resize', resized)
      if (raw) stdin.setRawMode(false)
      stdin.removeAllListeners('data')
      // Whatever it is (a file has nothing to let go of), it must not keep the process.
      stdin.destroy()
    },
  }
}

function noop(): void {}

function terminalSize(): TerminalSize {
  // A terminal that has just been opened may say 0.
  const { columns, rows } = process.stdout
  return { cols: Math.max(1, columns), rows: Math.max(1, rows) }
}
