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

/** Runs of each measurement, in new sandboxes and in new containers: twice as many sandboxes as wait for a burst. */
const FRESH = 64
const FRESH_CONTAINERS = 16

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
    const sandrun = await pace(clients.all, FRESH, (client) => firstByte(client))
    await settle(service)
    const dockerRun = await pace(clients.all, FRESH_CONTAINERS, () => plain.run())
    figures.push({ atOnce, sandrun, dockerRun })
  }
  return figures
}

/** 95th percentiles of the time to the first byte when thirty people start a program at once, in milliseconds. */
export interface ThirtyFigures {
  /** With one warm sandbox: the service has not seen a burst yet. */
  first: number
  /** As a class does, some time after the first burst. */
  again: number
  dockerRun: number
}

/** Needs a service that has not run anything yet. */
export async function benchThirty(service: BenchService, plain: PlainContainer): Promise<ThirtyFigures> {
  using clients = await connectAll(service, THIRTY)
  const sandrun: number[] = []
  const dockerRun: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    await settle(service)
    sandrun.push(quantile(await Promise.all(clients.all.map((client) => firstByte(client))), 0.95))
    await settle(service)
    dockerRun.push(quantile(await Promise.all(clients.all.map(() => plain.run())), 0.95))
  }
  const [first = NaN, ...again] = sandrun
  return { first, again: median(again), dockerRun: median(dockerRun) }
}

/** So many runs, one at a time for each client; returns how many per second. */
async function pace(
  clients: readonly RunClient[],
  runs: number,
  work: (client: RunClient) => Promise<unknown>,
): Promise<number> {
  const begin = performance.now()
  let left = runs
  const all = clients.map(async (client) => {
    while (left-- > 0) await work(client)
  })
  await Promise.all(all)
  return (runs * 1000) / (performance.now() - begin)
}

/** A connection has one run at a time. */
async function connectAll(service: BenchService, count: number): Promise<{ all: RunClient[] } & Disposable> {
  const all = await Promise.all(Array.from({ length: count }, () => service.connect()))
  const close = (): void => all.forEach((client) => client[Symbol.dispose]())
  return { all, [Symbol.dispose]: close }
}

/** Until the pool makes no more sandboxes: it would take the processors of what is measured. */
async function settle(service: BenchService): Promise<void> {
  await service.warm('python', { prepared: true })
  const waiting = async (): Promise<number> => (await service.languages()).find(({ id }) => id === 'python')?.warm ?? 0
  let [before, now] = [NaN, await waiting()]
  while (now !== before) {
    await setTimeout(SETTLE_MS)
    ;[before, now] = [now, await waiting()]
  }
}
