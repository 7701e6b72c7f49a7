import type { LeftOut } from '../test/left-out.ts'

const COPY = 'a copy of a runtime that waits'
const WAITS = 'a program waits for input'

/** Tests that can't pass under QEMU's user emulation. */
export const LEFT_OUT: readonly LeftOut[] = [
  {
    why: 'The emulation has no system call filters. The guest has them.',
    tests: [
      'the filter > refuses its calls, which work without it, and no similar ones',
      'the filter > is inherited by child processes',
      'the filter > ends a program of another architecture',
      'a program > starts with default signals, none blocked, and with the filter',
    ],
  },
  {
    why: 'The kernel shows the calls of its own architecture (/proc/PID/syscall). The guest shows those of arm64.',
    tests: [
      `${WAITS} > that it reads from a pipe`,
      `${WAITS} > that it reads from a terminal`,
      `${WAITS} > that it reads from /dev/tty`,
      `${WAITS} > by another descriptor`,
      `${WAITS} > that a child process reads`,
      `${WAITS} > that it selects`,
      `${WAITS} > that it polls`,
      `${WAITS} > that a process in the background reads`,
      `${WAITS} > and again at its next question`,
      'a program whose input has ended no longer waits',
    ],
  },
  {
    why: 'Only a runtime with one thread can be copied, and the emulation adds one. The guest has copies.',
    tests: [
      `${COPY} > runs each program, which sees what a new process sees`,
      `${COPY} > has its own streams, environment, limits and descriptors`,
      `${COPY} > leaves nothing of its memory, signals or processes to the next`,
      `${COPY} > can change neither the limits nor the priority of the runtime`,
      `${COPY} > stays through a RESET, which finds nobody else`,
      `${COPY} > ends by a limit or a STOP, and the runtime waits on`,
      `${COPY} > follows on a program that stopped the runtime`,
      'a normal start follows > on a program that killed the runtime',
      'a normal start follows > on more processes than can be found one by one',
      'a normal start follows > in place of a copy of a runtime with threads',
    ],
  },
  {
    why: 'The agent is linked to glibc here, which starts such a file with a shell. The delivered one has musl.',
    tests: ['a program > that is not a program is reported'],
  },
  {
    why: 'The agent is so slow that its own work makes a difference.',
    tests: [
      'usage and verdicts by cgroup-v1 > stops a program at its CPU limit',
      'usage and verdicts by cgroup-v2 > stops a program at its CPU limit',
      'time > does not include waiting for a slow reader',
      'time > does not include the time in which the host takes no output, which is idle time',
    ],
  },
]
