import { setTimeout } from 'node:timers/promises'
import type { RunClient } from '@sandrun/shared/client'
import type { BenchService } from './bench-service.ts'
import { firstByte } from './first-byte.ts'
import type { PlainContainer } from './plain-container.ts'
import { median, quantile } from './statistics.ts'

/** Lets one measurement finish its clean-up before the next. */
const SETTLE_MS = 2000
const ROUNDS = 3

const THIRTY = 30

/** Runs of each measurement, more than can be warm. */
const FRESH = 16

export interface FreshFigures {
  atOnce: number
  /** Programs per second, each in a new sandbox or container. */
  sandrun: number
  dockerRun: number
}

/** Programs per second, so many at once, in new sandboxes and in new containers, in turn. */
export async function benchFresh(
  service: BenchService,
  plain: PlainContainer,
  widths: readonly number[],
): Promise<FreshFigures[]> {
  const figures: FreshFigures[] = []
  for (const atOnce of widths) {
    using clients = await connectAll(service, atOnce)
    await settle(service)
    const sandrun = await timeAll(clients.all, (client) => firstByte(client))
    await settle(service)
    const dockerRun = await timeAll(clients.all, () => plain.run())
    const perSecond = (milliseconds: number): number => (FRESH * 1000) / milliseconds
    figures.push({ atOnce, sandrun: perSecond(sandrun), dockerRun: perSecond(dockerRun) })
  }
  return figures
}

/** 95th percentiles of the time to the first byte, in milliseconds, when thirty people start a program at once. */
export async function benchThirty(
  service: BenchService,
  plain: PlainContainer,
): Promise<{ sandrun: number; dockerRun: number }> {
  using clients = await connectAll(service, THIRTY)
  const sandrun: number[] = []
  const dockerRun: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await settle(service)
    sandrun.push(quantile(await Promise.all(clients.all.map((client) => firstByte(client))), 0.95))
    await settle(service)
    dockerRun.push(quantile(await Promise.all(clients.all.map(() => plain.run())), 0.95))
  }
  return { sandrun: median(sandrun), dockerRun: median(dockerRun) }
}

/** Milliseconds for all runs of a measurement, one at a time for each client. */
async function timeAll(clients: readonly RunClient[], work: (client: RunClient) => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  let left = FRESH
  const all = clients.map(async (client) => {
    while (left-- > 0) await work(client)
  })
  await Promise.all(all)
  return performance.now() - begin
}

/** A connection has one run at a time. */
async function connectAll(service: BenchService, count: number): Promise<{ all: RunClient[] } & Disposable> {
  const all = await Promise.all(Array.from({ length: count }, () => service.connect()))
  const close = (): void => all.forEach((client) => client[Symbol.dispose]())
  return { all, [Symbol.dispose]: close }
}

async function settle(service: BenchService): Promise<void> {
  await service.warm('python', { prepared: true })
  await setTimeout(SETTLE_MS)
}
