import type { RunRequest, RunResult } from '@sandrun/shared'
import { type Attack, Inconclusive } from '../attack.ts'
import { program } from '../run/program.ts'
import { textOf } from '../run/run-program.ts'

const LIMITS = { cpuMs: 2000, wallMs: 8000, processes: 48 }

/** As many processes as it wants: more than it may have, and few enough for a machine that would let it. */
const WANTED = '200'

/** Its outcome also counts the processes: any program that burns CPU time ends at a limit. */
export const FORK_BOMB: Attack = {
  name: 'a fork bomb in C',
  contained: {
    matches: /^(?:cpu|wall|memory|process)-limit within its limit of processes: /,
    words: `a limit, with at most ${LIMITS.processes} processes`,
  },
}

export async function forkBomb(): Promise<RunRequest> {
  // The same number for its compiler, so that the sandbox begins with it.
  const compileLimits = { processes: LIMITS.processes }
  return { language: 'c', code: await program('fork_bomb.c'), args: [WANTED], limits: LIMITS, compileLimits }
}

/** The verdict, and how many processes there were. Throws Inconclusive when the program did not say it. */
export function processesOutcome(result: Pick<RunResult, 'verdict' | 'run'>): string {
  const processes = /^(\d+) processes$/m.exec(textOf(result))?.[1]
  if (processes === undefined) throw new Inconclusive(`a program that reports it; it ended as ${result.verdict}`)
  const kept = Number(processes) <= LIMITS.processes ? 'within' : 'beyond'
  return `${result.verdict} ${kept} its limit of processes: ${processes} of ${LIMITS.processes}`
}
