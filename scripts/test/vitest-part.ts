import { join } from 'node:path'
import { ROOT } from '../bootstrap/prepare.mjs'
import { parseVitestReport } from './reports.ts'
import { runSuite } from './suite.ts'
import type { Tally } from './tally.ts'

/** One vitest project, run separately, so that a project without tests is noticed. */
export function vitestPart(project: string, timeoutMinutes?: number): Promise<Tally> {
  const vitest = join(ROOT, 'node_modules/.bin/vitest')
  return runSuite({
    name: project,
    command: (report) => [
      vitest,
      'run',
      `--project=${project}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    ...(timeoutMinutes !== undefined && { timeoutMinutes }),
    parse: parseVitestReport,
  })
}
