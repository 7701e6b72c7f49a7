import { cpus, totalmem } from 'node:os'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'
import { CapacityFiguresSchema } from './capacity/figures.ts'

/** One row of the comparison. */
const RowSchema = z.object({ what: z.string(), figure: z.string(), wanted: z.string(), met: z.boolean() })
export type Row = z.infer<typeof RowSchema>

/** Hello in one language: medians in milliseconds from request to first byte, compiling included. */
const LanguageFiguresSchema = z.object({
  id: z.string(),
  sandrun: z.number(),
  /** The rounds' minimum and maximum. */
  spread: z.tuple([z.number(), z.number()]),
  /** The plain commands in a plain container of the same image, started by a running shell. */
  bare: z.number(),
  /** The kind of start of the runs. */
  start: z.string(),
})
export type LanguageFigures = z.infer<typeof LanguageFiguresSchema>

/** Many small programs through one API. */
const ThroughputFiguresSchema = z.object({
  name: z.string(),
  /** The number of their languages. */
  languages: z.int(),
  perSecond: z.number(),
  /** From request to answer, in milliseconds. */
  median: z.number(),
  p95: z.number(),
  /** Answers that were not the program's own output. */
  faults: z.int(),
})
export type ThroughputFigures = z.infer<typeof ThroughputFiguresSchema>

const MeasuredSchema = { machine: z.string(), date: z.string() }

/** The last figures of each kind. Languages may be measured without the rest, and one by one. */
const ReportSchema = z.object({
  comparison: z.object({ ...MeasuredSchema, rows: z.array(RowSchema) }),
  languages: z.array(z.extend(LanguageFiguresSchema, MeasuredSchema)),
  /** Absent before the first measurement. */
  throughput: z.optional(
    z.object({
      ...MeasuredSchema,
      programs: z.int(),
      atOnce: z.int(),
      figures: z.array(ThroughputFiguresSchema),
    }),
  ),
  /** Absent before the first measurement. */
  capacity: z.optional(CapacityFiguresSchema),
})
export type Report = z.infer<typeof ReportSchema>

const PATH = fileURLToPath(new URL('../docs/performance.json', import.meta.url))

/** The committed report. */
export function readReport(): Report {
  return ReportSchema.parse(JSON.parse(readFileSync(PATH, 'utf8')))
}

export function writeReport(report: Report): void {
  writeFileSync(PATH, `${JSON.stringify(report, null, 2)}\n`)
}

/** The report with new figures for these languages, the slowest against bare last. */
export function withLanguages(report: Report, measured: readonly LanguageFigures[]): Report {
  const fresh = measured.map((figures) => ({ ...figures, ...thisMachine() }))
  const kept = report.languages.filter(({ id }) => fresh.every((one) => one.id !== id))
  return { ...report, languages: [...kept, ...fresh].toSorted((a, b) => ratio(a) - ratio(b)) }
}

/** Sandrun's time relative to bare. */
export function ratio({ sandrun, bare }: Pick<LanguageFigures, 'sandrun' | 'bare'>): number {
  return sandrun / bare
}

/** The measured machine, and the date. */
export function thisMachine(): { machine: string; date: string } {
  const [cpu] = cpus()
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`
  const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown CPU'}, ${memory}, Linux, Docker`
  return { machine, date: new Date().toISOString().slice(0, 10) }
}
