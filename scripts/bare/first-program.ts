import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { SetupError } from '../bootstrap/setup-error.mjs'
import type { BareMachine } from './machine.ts'

const CLONE = '/root/sandrun'
const PROGRAM_OUTPUT = 'Hello, world!'
const PATIENCE_MS = 10 * 60_000
const KEPT_LINES = 30

/** The seconds from `npm start` to the first program's output; then ends it with Ctrl+C. */
export async function startsIn(
  machine: BareMachine,
  detail: (line: string) => void,
  signal: AbortSignal,
): Promise<number> {
  const [command, ...args] = machine.enter(CLONE, { SANDRUN_YES: '1' })
  const begun = performance.now()
  const child: ChildProcessByStdio<null, Readable, null> = spawn(command, [...args, 'npm', 'start'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  // nsenter's own end comes too early; all others hold the pipe.
  const ended = once(child, 'close')
  try {
    await Promise.race([shows(child, PROGRAM_OUTPUT, detail), aborted(signal)])
    return (performance.now() - begun) / 1000
  } finally {
    interrupt(child)
    await ended
  }
}

/** As Ctrl+C does: its whole process group. One that has ended has failed, which says more than this. */
function interrupt({ pid }: ChildProcessByStdio<null, Readable, null>): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGINT')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Resolves when the child prints this line; reads on until it ends. */
function shows(
  child: ChildProcessByStdio<null, Readable, null>,
  wanted: string,
  detail: (line: string) => void,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const tail: string[] = []
  const fail = (): void =>
    reject(new SetupError('npm start showed no program.', { why: tail.join('\n'), todo: 'Read its output.' }))
  const giveUp = setTimeout(fail, PATIENCE_MS)
  createInterface({ input: child.stdout })
    .on('line', (line) => {
      detail(line)
      if (tail.push(line) > KEPT_LINES) tail.shift()
      if (line === wanted) resolve()
    })
    .on('close', fail)
  return promise.finally(() => clearTimeout(giveUp))
}

async function aborted(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted()
  await once(signal, 'abort')
  throw signal.reason
}
