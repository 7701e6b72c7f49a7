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
  if (verdict !== 'ok' || !warm || first === null) {
    throw new Error(`not a warm run that went well: ${verdict}, ${warm}`)
  }
  return first
}
