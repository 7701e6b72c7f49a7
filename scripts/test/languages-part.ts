import { CLI } from '../start/images.ts'
import { parseOwnReport } from './reports.ts'
import { runSuite } from './suite.ts'
import type { Tally } from './tally.ts'

/** For building and testing beyond the starters and what changed: with the other parts it stays well under an hour. */
const MINUTES = 20
/** On top of that, for the starters, what changed, and the last languages begun in time. */
const MORE_MINUTES = 15

/** The starters and what changed always, and every other language as long as there is time; it says which had none. */
export function languagesPart(): Promise<Tally> {
  return testLanguages(['--starter', '--changed', '--offline', '--minutes', String(MINUTES)], MINUTES + MORE_MINUTES)
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
