import { CLI } from '../start/images.ts'
import { parseOwnReport } from './reports.ts'
import { runSuite } from './suite.ts'
import type { Tally } from './tally.ts'

/** By when after the start of the tests the last languages are begun: all of it stays under 70 minutes on a bare machine. */
const LAST_BEGIN_MINUTES = 55
/** With the images built, all languages take half of this. */
const MOST_MINUTES = 20
/** For the starters, and the last languages begun in time. */
const MORE_MINUTES = 10

/** The starters always; what changed, then every other language, as long as there is time. It says which had none. */
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
