import { parseOwnReport } from './reports.ts'
import { runSuite } from './suite.ts'
import type { Tally } from './tally.ts'

/** A suite with its own runner, which writes its count to the path in `SANDRUN_TEST_REPORT`. */
export function scriptPart(name: string, script: string): Promise<Tally> {
  return runSuite({
    name,
    command: () => [process.execPath, script],
    env: (report) => ({ SANDRUN_TEST_REPORT: report }),
    parse: parseOwnReport,
  })
}
