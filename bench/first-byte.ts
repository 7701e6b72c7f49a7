import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { BenchService } from './bench-service.ts'
import { median } from './statistics.ts'

const execute = promisify(execFile)
const IMAGE = 'sandrun/python'
const PROGRAM = 'print("hello")'
const SETTLE_MS = 200

const dockerRun = ['run', '--rm', '--network', 'none', '--entrypoint', 'python3', IMAGE, '-c', PROGRAM]

/** Spawns the interpreter again and again inside one plain container and prints the milliseconds to its first byte. */
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
    print((time.perf_counter() - begin) * 1000, flush=True)
    os.close(out)
    os.waitpid(pid, 0)
`

export interface FirstByteFigures {
  /** Medians in milliseconds, from asking to the first byte of output. */
  sandrun: number
  bare: number
  dockerExec: number
  dockerRun: number
}

/** Times all four in turn, so that a machine that changes its pace changes it for all. */
export async function benchFirstByte(service: BenchService, rounds: number): Promise<FirstByteFigures> {
  const container = (
    await execute('docker', ['run', '-d', '--rm', '--network', 'none', '--entrypoint', 'sleep', IMAGE, '600'])
  ).stdout.trim()
  const times = { sandrun: [] as number[], bare: [] as number[], dockerExec: [] as number[], dockerRun: [] as number[] }
  using client = await service.connect()
  using bareLoop = startBareLoop(container)
  try {
    for (let round = 0; round < rounds; round++) {
      for (const measure of [
        async () => times.sandrun.push(await timeSandrun(client)),
        async () => times.bare.push(await bareLoop.time()),
        async () => times.dockerExec.push(await timeCommand(['exec', container, 'python3', '-c', PROGRAM])),
        async () => times.dockerRun.push(await timeCommand(dockerRun)),
      ]) {
        await service.warm('python')
        // What the one before left to tidy up is none of the next one's business.
        await setTimeout(SETTLE_MS)
        await measure()
      }
    }
  } finally {
    await execute('docker', ['rm', '-f', container])
  }
  return {
    sandrun: median(times.sandrun),
    bare: median(times.bare),
    dockerExec: median(times.dockerExec),
    dockerRun: median(times.dockerRun),
  }
}

async function timeSandrun(client: Awaited<ReturnType<BenchService['connect']>>): Promise<number> {
  const begin = performance.now()
  let first: number | null = null
  const run = client.run(
    { language: 'python', code: PROGRAM },
    {
      output() {
        first ??= performance.now() - begin
      },
    },
  )
  const { verdict, warm } = await run.result
  if (verdict !== 'ok' || !warm || first === null) throw new Error(`not a warm run that went well: ${verdict}, ${warm}`)
  return first
}

/** The loop in the container, asked for one time after the other. */
interface BareLoop extends Disposable {
  time(): Promise<number>
}

function startBareLoop(container: string): BareLoop {
  const child = spawn('docker', ['exec', '-i', container, 'python3', '-c', BARE_LOOP], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async time() {
      child.stdin.write('\n')
      return Number((await lines.next()).value)
    },
    [Symbol.dispose]: () => child.stdin.end(),
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
