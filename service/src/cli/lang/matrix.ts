import type { PackTests } from '../../conformance/pack-test.ts'
import { REQUIREMENTS, requirementOf } from '../../conformance/requirements.ts'
import { formatTable } from '../command/table.ts'

/** The results of one language's cases. */
export interface PackReport {
  id: string
  tests: PackTests
  /** By name of the case; empty for a success. Leaves out cases that did not run. */
  problems: ReadonlyMap<string, readonly string[]>
}

type Mark = '✓' | '✗' | '–' | ''

/** A line for each language, a column for each requirement: ✓ shown, ✗ not, – does not apply to the language. */
export function formatMatrix(reports: readonly PackReport[]): string {
  const head = ['language', ...REQUIREMENTS.map(({ title }) => title), 'more']
  return formatTable(
    head,
    reports.map((report) => [
      report.id,
      ...REQUIREMENTS.map(({ cases }) => requirementMark(report, cases)),
      moreMark(report),
    ]),
  )
}

function requirementMark({ tests, problems }: PackReport, names: readonly string[]): Mark {
  if (names.some((name) => tests.lacks.has(name))) return '–'
  return markOf(problems, names)
}

/** The number of further cases that a language proves. */
function moreMark({ problems }: PackReport): string {
  const names = [...problems.keys()].filter((name) => requirementOf(name) === undefined)
  return names.length === 0 ? '' : `${markOf(problems, names)} ${names.length}`
}

function markOf(problems: PackReport['problems'], names: readonly string[]): Mark {
  const ran = names.map((name) => problems.get(name)).filter((found) => found !== undefined)
  if (ran.length === 0) return ''
  return ran.some((found) => found.length > 0) ? '✗' : '✓'
}
