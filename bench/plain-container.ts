import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const IMAGE = 'sandrun/python'
export const PROGRAM = 'print("hello")'

/** Starts the interpreter for each line it reads, and prints the milliseconds to its first byte. */
const BARE_LOOP = `
import os, sys, time
open("/tmp/main.py", "w").write(${JSON.stringify(PROGRAM)})
for _ in sys.stdin:
    begin = time.perf_counter()
    out, into = os.pipe()
    pid = os.posix_spawn("/usr/bin/python3", ["python3", "/tmp/main.py"], {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1"},
                         file_actions=[(os.POSIX_SPAWN_DUP2, into, 1), (os.POSIX_SPAWN_CLOSE, out)])
    os.close(into)
    os.read(out, 1)
    elapsed = (time.perf_counter() - begin) * 1000
    # To the end, or the interpreter writes to a closed pipe and prints a traceback.
    while os.read(out, 65536): pass
    os.close(out)
    os.waitpid(pid, 0)
    print(elapsed, flush=True)
`

/** The way without Sandrun: a plain container of the same image. Each call returns milliseconds to the first byte. */
export interface PlainContainer extends AsyncDisposable {
  /** The interpreter, started inside by a running process. It has ended when the promise resolves. */
  bare(): Promise<number>
  exec(): Promise<number>
  /** A new container. */
  run(): Promise<number>
}

export async function startPlainContainer(): Promise<PlainContainer> {
  const start = ['run', '-d', '--rm', '--network', 'none', '--entrypoint', 'sleep', IMAGE, '3600']
  const container = (await execute('docker', start)).stdout.trim()
  const loop = spawn('docker', ['exec', '-i', container, 'python3', '-c', BARE_LOOP], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: loop.stdout })[Symbol.asyncIterator]()
  return {
    async bare() {
      loop.stdin.write('\n')
      return Number((await lines.next()).value)
    },
    exec: () => timeCommand(['exec', container, 'python3', '-c', PROGRAM]),
    run: () => timeCommand(['run', '--rm', '--network', 'none', '--entrypoint', 'python3', IMAGE, '-c', PROGRAM]),
    [Symbol.asyncDispose]: async () => {
      loop.stdin.end()
      await execute('docker', ['rm', '-f', container])
    },
  }
}

async function timeCommand(args: readonly string[]): Promise<number> {
  const begin = performance.now()
  const child = spawn('docker', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  const elapsed = performance.now() - begin
  await once(child, 'exit')
  return elapsed
}
