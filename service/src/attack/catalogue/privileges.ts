import { type Attack, attacks, type Probe } from '../attack.ts'
import { runPython } from '../run/run-program.ts'

const SETS = ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']

/** Calls that need a capability. Root has none, so they are refused to root too. */
export const REFUSED: readonly Attack[] = attacks('EPERM', [
  'give a file away',
  'make a device',
  'become another user',
  'become another group',
  'join groups',
  'change the root',
  'send raw packets',
  'mount',
  'rename the host',
])

export const PRIVILEGES: Probe = {
  id: 'privileges',
  group: 'escape',
  impact: 'A program has root rights in its container, where most known escapes begin.',
  attacks: [
    ...SETS.map((set) => ({ name: set, tries: `hold capabilities (${set})`, contained: '0000000000000000' })),
    { name: 'NoNewPrivs', tries: 'gain rights with a set-user-id program', contained: '1' },
    { name: 'Seccomp', tries: 'run without a system call filter', contained: '2' },
    { name: 'user', tries: 'be root', contained: 'not root' },
    { name: 'other groups', tries: 'belong to other groups', contained: '[]' },
    ...REFUSED,
    {
      name: 'host name',
      tries: "learn the container's id from its host name",
      contained: 'sandbox',
      impact: 'A program learns which container it is.',
    },
  ],
  run: (target) => runPython(target, 'privileges.py'),
}
