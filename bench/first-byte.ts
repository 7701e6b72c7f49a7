import { setTimeout } from 'node:timers/promises'
import type { RunClient } from '@sandrun/shared/client'
import type { BenchService } from './bench-service.ts'
import { type PlainContainer, PROGRAM } from './plain-container.ts'
import { median } from './statistics.ts'

/** Lets one measurement finish its clean-up before the next. */
const SETTLE_MS = 200

export interface FirstByteFigures {
  /** Medians in milliseconds, from request to first byte of output. */
  sandrun: number
  bare: number
  dockerExec: number
  dockerRun: number
}

/** Times all four in turn, so that a machine that changes its speed changes it for all. */
export async function benchFirstByte(
  service: BenchService,
  plain: PlainContainer,
  rounds: number,
): Promise<FirstByteFigures> {
  using client = await service.connect()
  const times: Record<keyof FirstByteFigures, number[]> = { sandrun: [], bare: [], dockerExec: [], dockerRun: [] }
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of [
      ['sandrun', () => timeFirstByte(client)],
      ['bare', () => plain.bare()],
      ['dockerExec', () => plain.exec()],
      ['dockerRun', () => plain.run()],
    ] as const) {
      await service.warm('python', { prepared: true })
      await setTimeout(SETTLE_MS)
      times[name].push(await measure())
    }
  }
  return {
    sandrun: median(times.sandrun),
    bare: median(times.bare),
    dockerExec: median(times.dockerExec),
    dockerRun: median(times.dockerRun),
  }
}

/** Milliseconds from the request to the first byte of a Python program's output, in a sandbox that was ready. */
export async function timeFirstByte(client: RunClient): Promise<number> {
  const { first, warm } = await runPython(client, PROGRAM)
  if (!warm) throw new Error('no warm sandbox took the run')
  return first
}

/** The same in whatever sandbox there is. */
export async function firstByte(client: RunClient, code = PROGRAM): Promise<number> {
  return (await runPython(client, code)).first
}

async function runPython(client: RunClient, code: string): Promise<{ first: number; warm: boolean }> {
  const begin = performance.now()
  let first: number | null = null
  const output = (): void => {
    first ??= performance.now() - begin
  }
  const run = client.run({ language: 'python', code }, { output })
  run.endStdin()
  const { verdict, message, warm } = await run.result
  if (verdict !== 'ok' || first === null) throw new Error(`a run ended with ${verdict}: ${message}`)
  return { first, warm }
}
