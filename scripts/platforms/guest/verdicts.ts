/**
 * In the guest: runs a program for each verdict, and looks at what else a user notices. Prints
 * `{ passed, failed, skipped, failures }`. with-service.sh starts the service.
 */
import {
  call,
  cancels,
  endsIdle,
  figuresAreRight,
  keepsSession,
  killedServiceLeavesNothing,
  typesLive,
} from './service-checks.ts'
import { PROGRAMS, WIDE } from './verdict-programs.ts'

const [url = ''] = process.argv.slice(2)
const failures: string[] = []
let passed = 0

function note(what: string, expected: string, seen: string): void {
  process.stderr.write(`${expected}, ${what}: ${seen}\n`)
  if (seen === expected) passed += 1
  else failures.push(`${expected}, ${what}: ${seen}`)
}

for (const [expected, what, { limits, ...program }] of PROGRAMS)
  note(what, expected, await verdictOf({ ...program, limits: { ...WIDE, ...limits } }).catch(String))
for (const check of [figuresAreRight, keepsSession, typesLive, cancels, endsIdle, killedServiceLeavesNothing])
  note(check.name, 'right', await check(url).catch(String))
process.stdout.write(`${JSON.stringify({ passed, failed: failures.length, skipped: 0, failures })}\n`)
// The connections are open.
process.exit(0)

async function verdictOf(program: object): Promise<string> {
  const answer = await call(url, 'POST', '/v1/runs', program)
  return answer.verdict ?? JSON.stringify(answer)
}
