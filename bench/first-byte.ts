import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import type { BenchService } from './bench-service.ts'
import { median } from './statistics.ts'

const execute = promisify(execFile)
const IMAGE = 'sandrun/python'
const PROGRAM = 'print("hello")'

/** Spawns the interpreter again and again inside one plain container and prints the milliseconds to its first byte. */
const BARE_LOOP = `
import os, sys, time
open("/tmp/main.py", "w").write(${JSON.stringify(PROGRAM)})
for turn in range(int(sys.argv[1])):
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
  try {
    for (let round = 0; round < rounds; round++) {
      await service.warm('python')
      times.sandrun.push(await timeSandrun(client))
      times.bare.push(...(await timeBare(container, 2)))
      times.dockerExec.push(await timeCommand(['exec', container, 'python3', '-c', PROGRAM]))
      times.dockerRun.push(
        await timeCommand(['run', '--rm', '--network', 'none', '--entrypoint', 'python3', IMAGE, '-c', PROGRAM]),
      )
    }
  } finally {
    await execute('docker', ['rm', '-f', container])
  }
  const { sandrun, bare, dockerExec, dockerRun } = times
  return { sandrun: median(sandrun), bare: median(bare), dockerExec: median(dockerExec), dockerRun: median(dockerRun) }
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

async function timeBare(container: string, turns: number): Promise<number[]> {
  const { stdout } = await execute('docker', ['exec', container, 'python3', '-c', BARE_LOOP, String(turns)])
  return stdout.trim().split('\n').map(Number)
}

async function timeCommand(args: readonly string[]): Promise<number> {
  const begin = performance.now()
  const child = spawn('docker', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  const elapsed = performance.now() - begin
  await once(child, 'exit')
  return elapsed
}
