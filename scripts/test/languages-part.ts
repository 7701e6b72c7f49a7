import { CLI } from '../start/images.ts'
import { parseOwnReport } from './reports.ts'
import { runSuite } from './suite.ts'
import type { Tally } from './tally.ts'

/** The latest start of another language, after the tests began: all stays under 70 minutes on a fresh machine. */
const LAST_BEGIN_MINUTES = 55
/** With built images, all languages take half of this. */
const MOST_MINUTES = 20
/** For the starters, and the last languages begun in time. */
const MORE_MINUTES = 10

/** Always tests the starters; then changed languages, then all others, while there is time. Says which had none. */
export function languagesPart(): Promise<Tally> {
  const minutes = Math.max(0, Math.min(MOST_MINUTES, Math.floor(LAST_BEGIN_MINUTES - performance.now() / 60_000)))
  return testLanguages(['--starter', '--changed', '--offline', '--minutes', String(minutes)], minutes + MORE_MINUTES)
}

/** `sandrun lang test` with these options. */
export function testLanguages(options: readonly string[], timeoutMinutes: number): Promise<Tally> {
  return runSuite({
    name: 'languages',
    command: (report) => [process.execPath, CLI, 'lang', 'test', ...options, '--report', report],
    timeoutMinutes,
    parse: parseOwnReport,
  })
}
