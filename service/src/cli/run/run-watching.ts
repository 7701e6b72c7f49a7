import { once } from 'node:events'
import { relative } from 'node:path'
import { Interrupted } from '../command/interrupts.ts'
import { tell } from '../command/message.ts'
import { reportError } from '../command/report-error.ts'
import { SourceWatch } from './source-watch.ts'

export interface WatchSettings {
  /** Files and folders of the program. */
  paths: readonly string[]
  isOurs: (path: string) => boolean
  /** Runs the program once; aborting `superseded` ends it. */
  run: (superseded: AbortSignal) => Promise<unknown>
  /** Ends the watch. */
  signal: AbortSignal
}

/** Runs a program, and again after each save, until it is interrupted. A new run ends the current one. */
export async function runWatching({ paths, isOurs, run, signal }: WatchSettings): Promise<never> {
  using watch = new SourceWatch(paths, isOurs)
  for (;;) {
    const superseded = new AbortController()
    const change = watch.next()
    void change.then(() => superseded.abort())
    await runReporting(() => run(superseded.signal))
    signal.throwIfAborted()
    if (!superseded.signal.aborted) tell('waiting for a change (Enter runs again, ^C quits)')
    const path = await Promise.race([
      change,
      enter(superseded.signal),
      interruption(signal, superseded.signal),
    ]).finally(() => superseded.abort())
    if (path !== null) tell(`${relative(process.cwd(), path)} has changed`)
  }
}

/** Prints an error and continues: the next change may fix it. */
async function runReporting(run: () => Promise<unknown>): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (error instanceof Interrupted) throw error
    reportError(error)
  }
}

/** Resolves on Enter at a terminal; never in a pipe. */
async function enter(over: AbortSignal): Promise<null> {
  const { stdin } = process
  if (!stdin.isTTY) return new Promise(() => {})
  stdin.resume()
  try {
    await once(stdin, 'data', { signal: over })
  } catch {
    // A change came first.
  } finally {
    stdin.pause()
  }
  return null
}

async function interruption(signal: AbortSignal, over: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort', { signal: over })
  throw signal.reason
}
