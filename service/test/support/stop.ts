import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** Ends a process as an operator would, and waits for its end. */
export async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}
