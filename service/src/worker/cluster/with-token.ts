import type { RunHandle } from '../../ports/run-host.ts'

/** A run whose client was given this token when it asked. */
export function withToken(run: RunHandle, resumeToken: string): RunHandle {
  return {
    id: run.id,
    resumeToken,
    writeStdin: (bytes) => run.writeStdin(bytes),
    endStdin: () => run.endStdin(),
    signal: (name) => run.signal(name),
    resize: (size) => run.resize(size),
    cancel: () => run.cancel(),
    consumed: (bytes) => run.consumed(bytes),
  }
}
