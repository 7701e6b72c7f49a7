import { join } from 'node:path'
import { ROOT } from '../bootstrap/prepare.mjs'
import { parseVitestReport } from './reports.ts'
import { runSuite } from './suite.ts'
import type { Tally } from './tally.ts'

export interface VitestOptions {
  timeoutMinutes?: number
  env?: Readonly<Record<string, string>>
  /** Further arguments. */
  args?: readonly string[]
}

/** One vitest project, run separately, so that a project without tests is noticed. */
export function vitestPart(
  project: string,
  { timeoutMinutes, env = {}, args = [] }: VitestOptions = {},
): Promise<Tally> {
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
      ...args,
    ],
    env: () => env,
    ...(timeoutMinutes !== undefined && { timeoutMinutes }),
    parse: parseVitestReport,
  })
}
