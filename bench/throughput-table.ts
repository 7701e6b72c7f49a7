import type { ThroughputFigures } from './report.ts'

/** A row for each API, in their order. */
export function throughputTable(figures: readonly ThroughputFigures[]): string {
  const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`
  const rows = figures.map(
    ({ name, languages, perSecond, median, p95, faults }) =>
      `| ${name} | ${languages} | ${perSecond.toFixed(1)} | ${seconds(median)} | ${seconds(p95)} | ${faults} |`,
  )
  return [
    '| API | languages | programs a second | from asking to the answer, median | 95th percentile | faults |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}
