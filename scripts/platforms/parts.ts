import { judge, type Tally } from '../test/tally.ts'
import { parseOwnReport } from '../test/reports.ts'
import { parseAttackReport } from './attack-report.ts'
import type { Answer } from './guest.ts'

const GUEST = '/product/sandrun/scripts/platforms/guest'

/** One part of the tests in the guest. */
export interface Part {
  name: string
  /** A shell command that prints its report, and progress to standard error. */
  command: string
  timeoutMs: number
  parse: (report: string) => Tally | null
}

export const PARTS: readonly Part[] = [
  {
    name: 'verdicts',
    command: `${GUEST}/with-service.sh node ${GUEST}/verdicts.ts http://127.0.0.1:8080`,
    timeoutMs: 20 * 60_000,
    parse: parseOwnReport,
  },
  {
    name: 'escape',
    // Programs that fill the guest's memory make its kernel fail.
    command: 'cd /product/sandrun && node service/src/cli/main.ts doctor --attack --only escape --json',
    timeoutMs: 20 * 60_000,
    parse: parseAttackReport,
  },
]

/** The container runtimes to run the parts with; the first is Docker's default. */
export const RUNTIMES = ['runc', 'crun'] as const

/**
 * What a part reported. It has one failure more if there is no report, or if only the exit code says that it failed, as
 * for a container that is left.
 */
export function tallyOf({ name, parse }: Part, { output, code }: Answer): Tally {
  const report = reportIn(output, parse)
  const tally = judge(report, code)
  if (tally.failed === (report?.failed ?? 0)) return tally
  const why = report === null ? 'reported nothing' : `ended with exit code ${code}; its log has the reason`
  return { ...tally, failures: [...(tally.failures ?? []), `${name} ${why}`] }
}

/** Null for output that is not a report. */
function reportIn(output: string, parse: Part['parse']): Tally | null {
  try {
    return parse(output)
  } catch {
    return null
  }
}
