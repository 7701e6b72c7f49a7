import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../bootstrap/prepare.mjs'
import { secondsSince } from '../bootstrap/step-line.mjs'
import { readReport } from './reports.ts'
import { describeTally, judge, type Tally } from './tally.ts'

/** A hanging suite must not keep the others from running. */
const TIMEOUT_MINUTES = 20

export interface Suite {
  name: string
  /** The command that writes its report to that path. */
  command: (report: string) => readonly [string, ...string[]]
  env?: (report: string) => NodeJS.ProcessEnv
  timeoutMinutes?: number
  parse: (text: string) => Tally | null
}

/** Runs a suite with its output straight to the terminal, and returns its count. */
export async function runSuite({ name, command, env, timeoutMinutes = TIMEOUT_MINUTES, parse }: Suite): Promise<Tally> {
  const started = performance.now()
  const folder = await mkdtemp(join(tmpdir(), 'sandrun-test-'))
  const report = join(folder, 'report.json')
  console.log(`\n── ${name} ──`)
  try {
    const exitCode = await runInherited(command(report), { ...process.env, ...env?.(report) }, timeoutMinutes)
    const tally = judge(await readReport(report, parse), exitCode)
    console.log(`${name}: ${describeTally(tally)}, exit code ${exitCode} (${secondsSince(started)})`)
    return tally
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function runInherited(
  [program, ...args]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv,
  timeoutMinutes: number,
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    // No stdin: a test that reads it must not wait for a person.
    const timeout = timeoutMinutes * 60_000
    const child = spawn(program, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'], timeout })
    child.once('error', reject).once('close', resolve)
  })
}
