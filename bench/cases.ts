import type { BenchService } from './bench-service.ts'
import { type PlainContainer, PROGRAM } from './plain-container.ts'

const CASES = 100

/** Milliseconds for a hundred cases, from request to last result. */
export interface CasesFigures {
  sandrun: number
  bare: number
  dockerExec: number
}

/** A hundred cases of one run, against a hundred bare starts of the interpreter and a hundred `docker exec`. */
export async function benchCases(service: BenchService, plain: PlainContainer): Promise<CasesFigures> {
  await service.warm('python')
  using client = await service.connect()
  const sandrun = await timed(async () => {
    const cases = Array.from({ length: CASES }, () => ({ expected: 'hello' }))
    const { verdict } = await client.run({ language: 'python', code: PROGRAM, cases }).result
    if (verdict !== 'accepted') throw new Error(`the cases ended with ${verdict}`)
  })
  return {
    sandrun,
    bare: await timed(() => repeat(() => plain.bare())),
    dockerExec: await timed(() => repeat(() => plain.exec())),
  }
}

async function repeat(step: () => Promise<unknown>): Promise<void> {
  for (let turn = 0; turn < CASES; turn++) await step()
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}
