import type { Attack, Outcomes, Probe, Target } from '../attack.ts'
import { besideNeighbour, NEIGHBOUR } from '../run/neighbour.ts'
import { pythonAttack } from '../run/program.ts'
import { runAgainstSandbox, runPython, textOf } from '../run/run-program.ts'

export const MEMORY_LIMITS = { memoryMb: 64 }

/** Arguments of memory.py that exceed the limit in different ways. */
export const WAYS = ['heap', 'segments', 'files']
export const QUEUES = ['udp', 'tcp', 'netlink']

/** The memory to ask for, above the limit, in megabytes. */
const MEGABYTES = '160'

const IMPACT = 'A program takes memory that is not its own: others are killed, or the machine hangs.'

/** Killed processes make room for new ones, so any limit may end it first. */
export const SMALL_PROCESSES_END: readonly string[] = ['memory-limit', 'wall-limit', 'process-limit']

export const MEMORY: Probe = {
  id: 'memory',
  group: 'exhaustion',
  impact: IMPACT,
  attacks: [
    ...WAYS.map((way) => endsAt('memory-limit', way, `take more memory by ${way}`)),
    endsAt(SMALL_PROCESSES_END, 'pretend', 'make the kernel kill the agent instead of many small processes'),
    ...QUEUES.map((way) => endsAt('memory-limit', way, `fill the queues of sockets: ${way}`)),
    NEIGHBOUR,
  ],
  run: (target) =>
    besideNeighbour(target, async () => {
      const outcomes: Outcomes = {}
      for (const way of WAYS) outcomes[way] = await verdictOf(target, 'memory.py', way)
      outcomes['pretend'] = await pretend(target)
      for (const way of QUEUES) outcomes[way] = await verdictOf(target, 'sockets.py', way)
      return outcomes
    }),
}

function endsAt(contained: string | readonly string[], name: string, tries: string): Attack {
  return { name, tries, contained }
}

async function verdictOf(target: Target, name: string, way: string): Promise<string> {
  const outcomes = await runPython(target, name, { args: [way, MEGABYTES], limits: MEMORY_LIMITS })
  return outcomes['verdict'] ?? 'none'
}

async function pretend(target: Target): Promise<string> {
  const limits = { ...MEMORY_LIMITS, processes: 64, wallMs: 5000 }
  const request = { ...(await pythonAttack('memory.py')), args: ['pretend', '4'], limits }
  const result = await runAgainstSandbox(target, request)
  // The output of a program is lost with its agent.
  return textOf(result) === 'score 0\n' ? result.verdict : `${result.verdict}, and its output is lost`
}
