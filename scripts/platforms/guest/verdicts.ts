/**
 * In the guest: runs a program for each verdict, and looks at what else a user notices. Prints
 * `{ passed, failed, skipped, failures }`. with-service.sh starts the service.
 */
import {
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
  note(what, expected, await verdictOf({ ...program, limits: { ...WIDE, ...limits } }))
for (const check of [figuresAreRight, keepsSession, typesLive, cancels, endsIdle, killedServiceLeavesNothing])
  note(check.name, 'right', await check(url).catch(String))
process.stdout.write(`${JSON.stringify({ passed, failed: failures.length, skipped: 0, failures })}\n`)
// The connections are open.
process.exit(0)

async function verdictOf(program: object): Promise<string> {
  try {
    const response = await fetch(`${url}/v1/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(program),
    })
    const answer: unknown = await response.json()
    if (typeof answer === 'object' && answer !== null && 'verdict' in answer) return String(answer.verdict)
    return JSON.stringify(answer)
  } catch (error) {
    return String(error)
  }
}
