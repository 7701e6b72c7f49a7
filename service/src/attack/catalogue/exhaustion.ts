import type { RunRequest } from '@sandrun/shared'
import { conclude, type Contained, type Inconclusive, type Probe, type Target } from '../attack.ts'
import { besideNeighbour, NEIGHBOUR } from '../run/neighbour.ts'
import { runAgainstSandbox, runPython } from '../run/run-program.ts'
import { FORK_BOMB, forkBomb, processesOutcome } from './fork-bomb.ts'

/** Any limit that ends a run of this kind. */
const LIMIT: Contained = { matches: /^(?:cpu|wall|memory|process|disk|output|idle)-limit$/, words: 'a limit' }

interface Consumer {
  name: string
  contained: Contained
  /** The Python program, and the name of the outcome in its report. */
  program: string
  outcome: string
  request: Omit<RunRequest, 'language'>
}

const LIMITS = { memoryMb: 96, processes: 48, diskMb: 16, openFiles: 256 }

/** One way of exhaust.py. */
function way(name: string, contained: Contained, limits: RunRequest['limits'] = {}): Consumer {
  const request = { args: [name], limits: { ...LIMITS, ...limits } }
  return { name, contained, program: 'exhaust.py', outcome: name, request }
}

/** The errno of a refusal, or the limit that ended it. */
const CONSUMERS: readonly Consumer[] = [
  way('descriptors', 'EMFILE'),
  way('epoll', 'EMFILE'),
  way('inotify', ['EMFILE', 'ENOSPC']),
  way('timers', ['EAGAIN', 'memory-limit']),
  way('threads', 'EAGAIN'),
  way('daemons', 'EAGAIN'),
  way('shared', 'memory-limit'),
  way('mapped', ['memory-limit', 'EFBIG', 'disk-limit']),
  way('cache', ['done', 'memory-limit', 'cpu-limit']),
  way('sparse', ['disk-limit', 'EFBIG']),
  way('deep', ['ENOSPC', 'memory-limit']),
  way('tiny', ['ENOSPC', 'memory-limit']),
  way('links', ['ENOSPC', 'EMLINK', 'memory-limit']),
  way('semaphores', ['ENOSPC', 'ENOMEM', 'memory-limit']),
  way('sleepers', ['wall-limit', 'idle-limit'], { wallMs: 2000, idleMs: 2000 }),
  way('cpu', 'cpu-limit', { cpuMs: 3000 }),
  {
    name: 'message queues',
    contained: 'EMFILE',
    program: 'limits.py',
    outcome: 'message queue',
    request: { limits: LIMITS },
  },
  {
    name: 'terminals',
    contained: 'ENOSPC',
    program: 'terminals.py',
    outcome: 'open',
    request: { args: ['100'], limits: LIMITS },
  },
]

const FORKS = 'while :; do (:; sleep 5 & setsid sleep 5 &) & done 2>/dev/null'
const BOMB = 'bomb() { bomb | bomb & }; bomb; while :; do :; done 2>/dev/null'
const STACK = `static int down(volatile char *above) {
  volatile char here[65536]; here[0] = above[0]; return down(here) + here[1];
}
int main(void) { char start = 1; return down(&start); }`
const STATIC = `static char data[1 << 29];
int main(void) { for (unsigned at = 0; at < sizeof data; at += 4096) data[at] = 1; return data[4096]; }`

const PROGRAMS: readonly (Pick<Consumer, 'name' | 'contained'> & { request: RunRequest })[] = [
  {
    name: 'a fork bomb of the shell',
    contained: LIMIT,
    request: { language: 'bash', code: BOMB, limits: { cpuMs: 2000, wallMs: 8000, processes: 48 } },
  },
  {
    name: 'double forks with setsid',
    contained: LIMIT,
    request: { language: 'bash', code: FORKS, limits: { cpuMs: 2000, wallMs: 8000, processes: 48 } },
  },
  {
    name: 'the stack',
    contained: { matches: /^(?:runtime-error|memory-limit)$/, words: 'a crash, or a limit' },
    request: { language: 'c', code: STACK, limits: { memoryMb: 96 } },
  },
  {
    name: 'static data',
    contained: 'memory-limit',
    request: { language: 'c', code: STATIC, limits: { memoryMb: 96 } },
  },
  {
    name: 'output without end',
    contained: LIMIT,
    request: { language: 'bash', code: 'yes', limits: { cpuMs: 2000, wallMs: 8000 } },
  },
  {
    name: 'output until it is stopped',
    contained: 'output-limit',
    request: { language: 'bash', code: 'yes', onOutputLimit: 'stop' },
  },
]

export const EXHAUSTION: Probe = {
  id: 'exhaustion',
  group: 'exhaustion',
  impact: 'A program takes resources from all others: they fail, or the machine hangs.',
  attacks: [
    ...[...CONSUMERS, ...PROGRAMS, FORK_BOMB].map(({ name, contained }) => ({
      name,
      tries: `consume without end: ${name}`,
      contained,
    })),
    NEIGHBOUR,
  ],
  run: (target) =>
    besideNeighbour(target, async () => {
      const outcomes: Record<string, string | Inconclusive> = {}
      for (const consumer of CONSUMERS) outcomes[consumer.name] = await conclude(() => stoppedBy(target, consumer))
      for (const { name, request } of PROGRAMS) {
        outcomes[name] = await conclude(async () => (await runAgainstSandbox(target, request)).verdict)
      }
      outcomes[FORK_BOMB.name] = await conclude(async () =>
        processesOutcome(await runAgainstSandbox(target, await forkBomb())),
      )
      return outcomes
    }),
}

async function stoppedBy(target: Target, { program: name, outcome, request }: Consumer): Promise<string> {
  const outcomes = await runPython(target, name, request)
  return outcomes[outcome] ?? outcomes['verdict'] ?? 'none'
}
