import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { BenchService } from './bench-service.ts'
import { PROGRAM } from './plain-container.ts'
import { median } from './statistics.ts'

const COMMAND = fileURLToPath(new URL('../bin/sandrun.mjs', import.meta.url))

export interface CommandFigures {
  /** Medians in milliseconds, from the start of a process to its end. */
  sandrun: number
  node: number
  /** null if this machine has no Python. */
  python: number | null
}

/** Times whole processes in turn: `sandrun run hello.py`, `node -e 0`, and the machine's own `python3 hello.py`. */
export async function benchCommand(service: BenchService, rounds: number): Promise<CommandFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'sandrun-bench-'))
  try {
    const program = join(folder, 'hello.py')
    await writeFile(program, PROGRAM)
    const run = (): Promise<number | null> =>
      timeProcess(process.execPath, [COMMAND, 'run', '--url', service.url.href, program])
    // Makes the bundle if it is missing, and fills Node's compile cache.
    for (let warming = 0; warming < 2; warming++) await run()
    const times: Record<keyof CommandFigures, (number | null)[]> = { sandrun: [], node: [], python: [] }
    for (let round = 0; round < rounds; round++) {
      await service.warm('python')
      times.sandrun.push(await run())
      times.node.push(await timeProcess(process.execPath, ['-e', '0']))
      times.python.push(await timeProcess('python3', [program]))
    }
    return { sandrun: known(times.sandrun), node: known(times.node), python: medianOf(times.python) }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** null if there is no such program. Throws if it fails. */
async function timeProcess(program: string, args: readonly string[]): Promise<number | null> {
  const begin = performance.now()
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  try {
    const [code] = await once(child, 'exit')
    if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}`)
    return performance.now() - begin
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

function medianOf(values: readonly (number | null)[]): number | null {
  const measured = values.filter((value) => value !== null)
  return measured.length === 0 ? null : median(measured)
}

function known(values: readonly (number | null)[]): number {
  return medianOf(values) ?? NaN
}
