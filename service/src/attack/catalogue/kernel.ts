import { type Attack, attacks, type Probe } from '../attack.ts'
import { runPython } from '../run/run-program.ts'

/** An engine's filter answers EPERM; for calls newer than itself, ENOSYS. */
const REFUSED = ['EPERM', 'ENOSYS']

const NAMESPACES = ['time', 'mount', 'cgroup', 'uts', 'ipc', 'pid', 'network']
const LIMITS = ['NOFILE', 'CORE', 'MEMLOCK', 'MSGQUEUE']

/** Each call would change nothing even if it were granted. */
export const ADMINISTRATION: readonly Attack[] = attacks(REFUSED, [
  'reboot',
  'load another kernel',
  'load a module',
  'load a module from a file',
  'remove a module',
  'swap to a file',
  'account processes',
  'set the clock',
  'use ports of the machine',
  'use one port of the machine',
  "read the kernel's log",
  'open a file by its handle',
  'mount by the new calls',
  'copy a tree of mounts',
  'change the flags of mounts',
  'mount read-write',
  'mount a cgroup',
  'unmount',
  'watch all files of a mount',
  'rename the domain',
])

export const KERNEL: Probe = {
  id: 'kernel',
  group: 'escape',
  impact: "A program does what only the host's root may do: it owns the whole machine.",
  attacks: [
    ...NAMESPACES.map((name) => ({ name: `its own namespace: ${name}`, contained: REFUSED })),
    { name: 'join a namespace', contained: REFUSED },
    ...ADMINISTRATION,
    ...attacks(REFUSED, ['write the memory of init', 'compare with init', 'move the pages of init'], {
      impact: 'A program changes the agent, and so decides its own verdict and limits.',
    }),
    ...attacks('EPERM', ['take all capabilities', 'become root', "become root's group", 'make a disk']),
    ...attacks(['EPERM', 'EACCES'], ['run in real time', 'priority above others'], {
      impact: "A program takes the neighbours' processor time, and the agent's.",
    }),
    ...LIMITS.map((name) => ({ name: `raise its own limit: ${name}`, contained: 'EPERM' })),
    { name: 'lock all memory', contained: ['ENOMEM', 'EPERM'] },
  ],
  run: (target) => runPython(target, 'kernel.py'),
}
