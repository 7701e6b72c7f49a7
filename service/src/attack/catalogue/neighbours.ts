import * as z from 'zod'
import { type RunRequest } from '@sandrun/shared'
import type { RunClient } from '@sandrun/shared/client'
import { watch, type WatchedRun } from '../../conformance/watched-run.ts'
import { type Attack, attacks, Inconclusive, type Outcomes, type Probe } from '../attack.ts'
import { pythonAttack } from '../run/program.ts'
import { runPython } from '../run/run-program.ts'

/** Enough open files to use up all that one user has. */
const LIMITS = { openFiles: 2000 }

export const MODEST_REQUEST: Omit<RunRequest, 'language'> = { args: ['modest'], limits: LIMITS }

/** What a program finds beside a greedy neighbour, and after it. */
export const UNAFFECTED: readonly Attack[] = [
  ...attacks('done', ['inotify', 'pipes']),
  { name: 'segment', contained: 'ENOENT' },
  ...attacks('done', ['/work', '/tmp', '/dev/shm']),
  { name: 'processes', contained: '2' },
]

/** Starts a neighbour that holds all it can get until it gets a line. */
export async function startGreedyNeighbour(client: RunClient): Promise<{ run: WatchedRun; greedy: Outcomes }> {
  const run = watch(client, { ...(await pythonAttack('neighbour.py')), args: ['greedy'], limits: LIMITS })
  await run.sees('report: ')
  await run.sees('\n')
  const text = run.bytes('stdout').toString()
  return { run, greedy: z.record(z.string(), z.string()).parse(JSON.parse(text.slice(text.indexOf('{')))) }
}

/** What a program finds beside a greedy neighbour, what the neighbour got, and what is left after it. */
export async function withGreedyNeighbour(
  client: RunClient,
  look: () => Promise<Outcomes>,
): Promise<{ greedy: Outcomes; beside: Outcomes; after: Outcomes }> {
  const { run, greedy } = await startGreedyNeighbour(client)
  const beside = await look()
  run.send('\n')
  await run.result
  return { greedy, beside, after: await look() }
}

const WHEN = ['beside', 'after'] as const

export const NEIGHBOURS: Probe = {
  id: 'neighbours',
  group: 'escape',
  impact: "A program reaches another's memory or files, or uses up a limit that both share.",
  attacks: [
    ...WHEN.flatMap((when) =>
      UNAFFECTED.map(({ name, contained }) => ({
        name: `${when}: ${name}`,
        tries: `take something from a neighbour, or leave something for it (checked ${when} the run): ${name}`,
        contained,
      })),
    ),
    { name: 'users', tries: 'have the same uid as a neighbour', contained: '3 of 3' },
  ],
  async run(target) {
    if (!target.languages.has('python')) throw new Inconclusive('the image of python: sandrun lang build python')
    using client = await target.connect()
    const look = (): Promise<Outcomes> => runPython(target, 'neighbour.py', MODEST_REQUEST)
    const seen = await withGreedyNeighbour(client, look)
    const users = new Set([seen.greedy['user'], seen.beside['user'], seen.after['user']])
    const of = (when: (typeof WHEN)[number]): [string, string][] =>
      Object.entries(seen[when]).map(([name, outcome]) => [`${when}: ${name}`, outcome])
    return { ...Object.fromEntries(WHEN.flatMap(of)), users: `${users.size} of 3` }
  },
}
