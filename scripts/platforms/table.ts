import type { Tally } from '../test/tally.ts'

/** The outcome of one part on one platform. */
export interface Outcome extends Tally {
  platform: string
  part: string
  seconds: number
}

/** A Markdown table: a row for each platform, a column for each part. `–` where a part did not run. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const platforms = [...new Set(outcomes.map(({ platform }) => platform))]
  const parts = [...new Set(outcomes.map(({ part }) => part))]
  const rows = platforms.map((platform) => [
    platform,
    ...parts.map((part) => cell(outcomes.find((outcome) => outcome.platform === platform && outcome.part === part))),
  ])
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`
  return [line(['platform', ...parts]), line(['---', ...parts.map(() => '---')]), ...rows.map(line)].join('')
}

function cell(outcome: Outcome | undefined): string {
  if (outcome === undefined) return '–'
  const { passed, failed, skipped, seconds } = outcome
  const counts = [`${passed} passed`, `${failed} failed`, ...(skipped > 0 ? [`${skipped} skipped`] : [])]
  return `${counts.join(', ')}, ${Math.round(seconds)} s`
}
