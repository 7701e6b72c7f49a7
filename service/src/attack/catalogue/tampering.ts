import type { RunRequest, RunResult } from '@sandrun/shared'
import { type Attack, type Inconclusive, type Contained, type Probe, type Target, conclude } from '../attack.ts'
import { program } from '../run/program.ts'
import { runAgainstSandbox, runProgram, textOf } from '../run/run-program.ts'

interface Attempt extends Attack {
  impact: string
  act: (target: Target) => Promise<string>
}

const LIMITS = { wallMs: 2000, cpuMs: 2000 }
const VERDICT_IS_WRONG = 'A program continues after its limit, and its verdict is wrong.'

/** A program whose verdict is the outcome. */
function verdict(name: string, contained: Contained, request: RunRequest): Attempt {
  return {
    name,
    contained,
    impact: VERDICT_IS_WRONG,
    act: async (target) => (await runAgainstSandbox(target, request)).verdict,
  }
}

/** A C program that has this file as data when it is compiled. */
function including(path: string, name: string): Attempt {
  const code = `__asm__(".incbin \\"${path}\\"");\nint main(void) { return 0; }`
  return { ...verdict(name, 'compile-error', { language: 'c', code }), impact: 'A program reads files of others.' }
}

const DAEMONS = `ignore='trap "" TERM HUP INT; while :; do sleep 1; done'
setsid bash -c "$ignore" </dev/null >/dev/null 2>&1 &
(setsid bash -c "$ignore" &) &
bash -c "$ignore" & disown
echo left`

/** What results.sh makes that is not a plain file. */
const LINKS: ReadonlySet<string> = new Set(['link', 'etc', 'loop', 'hard', 'pipe', 'disk'])

const WRAPPER = `setsid bash -c 'trap "" TERM; while :; do sleep 1; done' >/dev/null 2>&1 &
exec "$@"`

const ATTEMPTS: readonly Attempt[] = [
  {
    name: 'replace its results by other files',
    contained: 'only its own',
    impact: 'A program makes the service or the compiler read files of the service or the host.',
    act: async (target) => {
      const request = {
        language: 'bash',
        code: await program('results.sh'),
        collect: ['**', '*', 'etc/passwd', 'loop/plain'],
      }
      return foreignOf(await runProgram(target, request))
    },
  },
  // Without them it ends at once.
  {
    ...verdict('leave daemons', 'ok', { language: 'bash', code: DAEMONS, limits: { wallMs: 10_000 } }),
    openAt: ['wall-limit'],
  },
  verdict('ignore every signal', ['wall-limit', 'cpu-limit'], {
    language: 'bash',
    code: 'trap "" $(seq 1 31); while :; do sleep 0.05; done',
    limits: LIMITS,
  }),
  verdict('stop itself', ['wall-limit', 'idle-limit'], {
    language: 'bash',
    code: 'kill -STOP $$',
    limits: { ...LIMITS, idleMs: 2000 },
  }),
  verdict('kill all it can', ['ok', 'runtime-error'], { language: 'bash', code: 'kill -9 -1', limits: LIMITS }),
  including('/etc/shadow', "read what is root's while it is compiled"),
  including('/proc/1/environ', 'read the agent while it is compiled'),
  {
    name: 'have the compiler leave a process for the run',
    contained: { matches: /^init\n(?!.*(?:bash|sleep))/s, words: 'init and itself' },
    impact: 'Code that runs during compiling reads or changes the run.',
    act: async (target) =>
      textOf(
        await runProgram(target, {
          language: 'c',
          compileArgs: ['-wrapper', 'bash,wrapper.sh'],
          files: [
            {
              path: 'main.c',
              content: '#include <stdlib.h>\nint main(void) { return system("cat /proc/[0-9]*/comm"); }',
            },
            { path: 'wrapper.sh', content: WRAPPER },
          ],
        }),
      ),
  },
  {
    name: 'leave something for the next case',
    contained: 'nothing',
    impact: 'One case decides the result of the next.',
    act: async (target) => {
      const cases = [{ stdin: 'plant\n' }, { stdin: 'look\n' }]
      const { cases: [first, second] = [] } = await runProgram(target, {
        language: 'bash',
        code: await program('leftovers.sh'),
        cases,
      })
      if (first === undefined || textOf(first) !== 'planted\n') return `no chance to: ${first?.message ?? 'no case'}`
      return second?.verdict === 'ok' ? textOf(second).trim() || 'nothing' : `no look: ${second?.message ?? 'no case'}`
    },
  },
  {
    name: 'end the service, or the next run',
    contained: 'served',
    impact: 'One program makes the service unusable for all.',
    act: async (target) => textOf(await runProgram(target, { language: 'bash', code: 'echo served' })).trim(),
  },
]

export const TAMPERING: Probe = {
  id: 'tampering',
  group: 'tampering',
  impact: VERDICT_IS_WRONG,
  attacks: ATTEMPTS,
  async run(target) {
    const outcomes: Record<string, string | Inconclusive> = {}
    for (const { name, act } of ATTEMPTS) outcomes[name] = await conclude(() => act(target))
    return outcomes
  },
}

/** The collected files that are not the program's own. Nothing may be read through a link, even if it is its own. */
export function foreignOf({ files = [], message }: Pick<RunResult, 'files' | 'message'>): string {
  if (!files.some(({ path }) => path === 'mine')) return `no file: ${message}`
  const foreign = files.filter(
    ({ path, content }) => path !== 'main.sh' && (path.includes('/') || LINKS.has(path) || content !== 'mine\n'),
  )
  return foreign.length === 0 ? 'only its own' : foreign.map(({ path }) => path).join(' ')
}
