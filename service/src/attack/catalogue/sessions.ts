import type { RunResult } from '@sandrun/shared'
import { HttpClient } from '@sandrun/shared/client'
import { Inconclusive, type Observations, type Probe, type Target } from '../attack.ts'
import { program } from '../run/program.ts'
import { runProgram, textOf } from '../run/run-program.ts'

const NEXT_RUN = 'the next run'
const OTHER_SESSION = 'another session'

export const SESSIONS: Probe = {
  id: 'sessions',
  group: 'tampering',
  impact: 'One run of a session watches or changes the next one.',
  attacks: [
    {
      name: NEXT_RUN,
      tries: 'leave processes or variables for the next run of a session, or lock it out of its folders',
      contained: 'only its data',
    },
    {
      name: OTHER_SESSION,
      tries: 'leave files, memory or processes for another session',
      contained: 'nothing',
      impact: 'One session reads or changes another.',
    },
  ],
  async run(target) {
    if (!target.languages.has('bash')) throw new Inconclusive('the image of bash: sandrun lang build bash')
    await using one = await openSession(target)
    const planted = await one.run('plant')
    if (textOf(planted) !== 'planted\n') throw new Inconclusive(`a session that runs: ${planted.message}`)
    const next = await one.run('look')
    await using other = await openSession(target)
    return sessionOutcomes(next, await other.run('look'))
  },
}

/** What a session keeps for its next run, by its line in leftovers.sh: files, and objects of System V IPC, which are like files. */
const isKept = (line: string): boolean => line.startsWith('/') || line.startsWith('IPC: ')

export function sessionOutcomes(next: RunResult, other: RunResult): Observations {
  const found = linesOf(next)
  const rest = found.filter((line) => !isKept(line))
  const kept = found.length > rest.length ? 'only its data' : 'not even its data'
  return {
    [NEXT_RUN]: rest.join(', ') || kept,
    [OTHER_SESSION]: linesOf(other).join(', ') || 'nothing',
  }
}

/** What a run found, and its verdict if it could not look. */
function linesOf(result: RunResult): string[] {
  const lines = textOf(result)
    .split('\n')
    .filter((line) => line !== '')
  return result.verdict === 'ok' ? lines : [...lines, result.verdict]
}

interface Session extends AsyncDisposable {
  run(what: 'plant' | 'look'): Promise<RunResult>
}

async function openSession(target: Target): Promise<Session> {
  const http = new HttpClient(target.url, { fetch, token: target.secret })
  const { id } = await http.createSession({ language: 'bash' }, target.signal)
  const code = await program('leftovers.sh')
  return {
    run: (what) => runProgram(target, { language: 'bash', session: id, code, stdin: `${what}\n` }),
    [Symbol.asyncDispose]: () => http.stopSession(id),
  }
}
