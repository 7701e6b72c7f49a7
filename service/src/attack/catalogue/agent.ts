import { type Attack, attacks, type Outcomes, type Probe, type Target } from '../attack.ts'
import { pythonAttack } from '../run/program.ts'
import { reportOf, runAgainstSandbox, runProgram, runPython, textOf } from '../run/run-program.ts'

/** Only the rules of ptrace protect these: the agent has the program's uid. */
const INSIDE: readonly Attack[] = [
  ...attacks('EACCES', [
    'read /proc/1/environ',
    'read /proc/1/mem',
    'read /proc/1/maps',
    'read /proc/1/auxv',
    'follow /proc/1/cwd',
    'follow /proc/1/root',
    'follow /proc/1/exe',
    'list /proc/1/fd',
    'open /proc/1/fd/1',
    'open /proc/1/fd/0',
    'write /proc/1/oom_score_adj',
  ]),
  ...attacks('EPERM', ['take a descriptor of init', 'read the memory of init', 'trace init']),
]

const SECRETS: Attack['impact'] = 'A program learns secrets of the host or the service.'

export const AGENT: Probe = {
  id: 'agent',
  group: 'escape',
  impact: 'A program reads or changes the agent, and so decides its own verdict and limits.',
  attacks: [
    ...INSIDE,
    ...attacks(['EACCES', 'EPERM', 'ENOENT'], ['read /proc/1/syscall', 'read /proc/1/stack']),
    {
      name: 'environments with the secret',
      tries: "find a secret of the service in a process's environment",
      contained: '[]',
      impact: SECRETS,
    },
    { name: 'processes', tries: 'see processes other than its own and init', contained: '2', impact: SECRETS },
    {
      name: 'cgroup',
      tries: "learn the container's name from its cgroup",
      contained: { matches: /^(?![^]*(?:docker|[0-9a-f]{64}))/, words: 'a path that names no container' },
      impact: SECRETS,
    },
    // The fourth one lists them.
    { name: 'open descriptors', tries: 'inherit a descriptor', contained: '0 1 2 3' },
  ],
  run: (target) => runPython(target, 'secrets.py', { args: [target.secret] }),
}

const KILLED = 'send every signal to init'

export const INIT: Probe = {
  id: 'init',
  group: 'escape',
  impact: 'A program ends or stops the agent, which enforces its limits.',
  attacks: [
    { name: KILLED, contained: 'it lives' },
    { name: 'SIGKILL to a child', tries: 'end its own process (the control)', contained: '-9' },
  ],
  async run(target) {
    const request = { ...(await pythonAttack('kill_init.py')), stdin: 'everything\n' }
    const result = await runAgainstSandbox(target, request)
    const lives = result.verdict === 'ok' && textOf(result).includes('alive after everything')
    return { ...reportOf(result), [KILLED]: lives ? 'it lives' : result.message }
  },
}

const PLACES = ['1', '2', '0', '/proc/1/fd/0', '/proc/1/fd/1', '/proc/1/fd/2']

export const FRAMES: Probe = {
  id: 'frames',
  group: 'escape',
  impact: 'A program decides its own verdict: one that fails is reported as ok.',
  attacks: PLACES.map((place) => ({
    name: place,
    tries: `report "exited with code 0" by ${place}, and exit with 3`,
    contained: 'runtime-error, code 3',
  })),
  async run(target) {
    const outcomes: Outcomes = {}
    for (const place of PLACES) outcomes[place] = await forge(target, place)
    return outcomes
  },
}

async function forge(target: Target, place: string): Promise<string> {
  const { verdict, run } = await runProgram(target, {
    ...(await pythonAttack('forge.py')),
    args: [place],
    stdin: '\n',
  })
  return `${verdict}, code ${run?.exitCode ?? 'none'}`
}
