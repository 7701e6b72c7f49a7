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
  /** Ends the watching. */
  signal: AbortSignal
}

/** Runs a program, again whenever it is saved, until it is interrupted. A run that goes on gives way to the next. */
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

/** A mistake is told, and mended with the next change. */
async function runReporting(run: () => Promise<unknown>): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (error instanceof Interrupted) throw error
    reportError(error)
  }
}

/** Enter at a terminal; a pipe has none. */
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
