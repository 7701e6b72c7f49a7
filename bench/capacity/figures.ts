import * as z from 'zod/mini'

/** What Redis does, at a number of nodes. */
const RedisPointSchema = z.object({
  workers: z.int(),
  gateways: z.int(),
  /** Each second without a run: commands, and milliseconds of the main thread. */
  idleCommands: z.number(),
  idleMs: z.number(),
  /** For each run. */
  runCommands: z.number(),
  runMs: z.number(),
})
export type RedisPoint = z.infer<typeof RedisPointSchema>

/** What `npm run bench -- capacity` measured, and what it computed from that. */
export const CapacityFiguresSchema = z.object({
  machine: z.string(),
  date: z.string(),
  /** Runs per second of one core, by language. */
  languages: z.array(z.object({ id: z.string(), perCoreSecond: z.number() })),
  /** The smallest and the largest cluster that was measured. */
  redis: z.tuple([RedisPointSchema, RedisPointSchema]),
  /** The simple commands that this Redis carried out in one second, sent in batches. */
  redisCommandsPerSecond: z.number(),
  load: z.object({ seed: z.int(), users: z.array(z.int()), thinkMs: z.number(), coresPerWorker: z.int() }),
  rows: z.array(
    z.object({
      users: z.int(),
      workers: z.int(),
      runsPerSecond: z.number(),
      medianMs: z.number(),
      p95Ms: z.number(),
      coresBusy: z.number(),
      redisBusy: z.number(),
    }),
  ),
})
export type CapacityFigures = z.infer<typeof CapacityFiguresSchema>
