import { setTimeout } from 'node:timers/promises'
import type { BenchService } from './bench-service.ts'
import { type PlainContainer, PROGRAM } from './plain-container.ts'
import { median } from './statistics.ts'

const CASES = 100
const ROUNDS = 3

/** Lets the service make the sandboxes that the last measurement used up. */
const SETTLE_MS = 2000

/** Medians in milliseconds for a hundred cases, from request to last result. */
export interface CasesFigures {
  sandrun: number
  bare: number
  dockerExec: number
}

/** A hundred cases of one run, against a hundred bare starts of the interpreter and a hundred `docker exec`, in turn. */
export async function benchCases(service: BenchService, plain: PlainContainer): Promise<CasesFigures> {
  using client = await service.connect()
  const cases = Array.from({ length: CASES }, () => ({ expected: 'hello' }))
  const times: Record<keyof CasesFigures, number[]> = { sandrun: [], bare: [], dockerExec: [] }
  for (let round = 0; round < ROUNDS; round++) {
    await service.warm('python', { prepared: true })
    await setTimeout(SETTLE_MS)
    const sandrun = await timed(async () => {
      const { verdict } = await client.run({ language: 'python', code: PROGRAM, cases }).result
      if (verdict !== 'accepted') throw new Error(`the cases ended with ${verdict}`)
    })
    times.sandrun.push(sandrun)
    times.bare.push(await timed(() => repeat(() => plain.bare())))
    times.dockerExec.push(await timed(() => repeat(() => plain.exec())))
  }
  return { sandrun: median(times.sandrun), bare: median(times.bare), dockerExec: median(times.dockerExec) }
}

async function repeat(step: () => Promise<unknown>): Promise<void> {
  for (let turn = 0; turn < CASES; turn++) await step()
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}
