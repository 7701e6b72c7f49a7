import { type Attack, attacks, type Probe } from '../attack.ts'
import { program } from '../run/program.ts'
import { runProgram, runPython, textOf } from '../run/run-program.ts'

/** Calls that would stop the agent from enforcing anything. */
const AGENT: readonly Attack[] = attacks(
  'EPERM',
  [
    'prlimit of init',
    'scheduler of init',
    'parameters of init',
    'attributes of init',
    'affinity of init',
    'priority of init',
    'priority of the group of init',
    'priority of the user',
    'i/o priority of init',
    'i/o priority of the group of init',
    'i/o priority of the user',
  ],
  { impact: 'A program can starve the agent, which then no longer enforces limits.' },
)

const KERNEL: readonly Attack[] = [
  ...attacks('EPERM', ['io_uring', 'bpf', 'perf', 'userfaultfd', 'keyctl', 'add_key', 'request_key']),
  ...attacks('EPERM', ['user namespace by unshare', 'user namespace by clone'], {
    impact: 'A program becomes root in its own namespace, and reaches far more of the kernel.',
  }),
  { name: 'user namespace by clone3', contained: 'ENOSYS' },
  ...attacks('EPERM', ['AF_VSOCK', 'AF_ALG', 'AF_PACKET']),
  ...attacks('EPROTONOSUPPORT', ['NETLINK_USERSOCK', 'ICMP'], {
    impact: 'A program uses kernel memory that no limit counts.',
  }),
]

export const REFUSED_BY_AGENT: readonly Attack[] = [...AGENT, ...KERNEL]
export const REFUSED_BY_DOCKER: readonly Attack[] = [
  { name: 'unshare of files', contained: 'EPERM' },
  // Podman's filter says that there is no such call.
  { name: 'personality', contained: ['EPERM', 'ENOSYS'] },
]

export const SECCOMP: Probe = {
  id: 'seccomp',
  group: 'escape',
  impact: 'A program reaches parts of the kernel that no program here needs, including their bugs.',
  attacks: [...REFUSED_BY_AGENT, ...REFUSED_BY_DOCKER],
  run: (target) => runPython(target, 'seccomp.py'),
}

/** For processors that have such entries. */
export const ENTRIES: Probe = {
  id: 'entries',
  group: 'escape',
  impact: 'System calls bypass the filters through another entry of the kernel.',
  attacks:
    process.arch === 'x64'
      ? [
          // A kernel without 32-bit programs ends it by SIGSEGV before any filter runs.
          { name: 'int80', tries: 'call the kernel as a 32-bit program', contained: ['SIGSYS', 'SIGSEGV'] },
          { name: 'x32', tries: 'call the kernel with x32 numbers', contained: '-1' },
        ]
      : [],
  async run(target) {
    const enter = async (way: string): Promise<string> => {
      const result = await runProgram(target, { language: 'c', code: await program('int80.c'), args: [way] })
      return result.run?.signal ?? textOf(result).trim()
    }
    return { int80: await enter('int80'), x32: await enter('x32') }
  },
}
