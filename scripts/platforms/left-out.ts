import type { LeftOut } from '../test/left-out.ts'

/** Tests of the agent that can't pass with user-mode Linux. */
export const LEFT_OUT: readonly LeftOut[] = [
  {
    why: 'A process takes so long to start and to end that it makes a difference.',
    tests: [
      'time > does not include the time in which the host takes no output, which is idle time',
      'time > does not include waiting for a slow reader',
      'time on a processor that others have > is not wall time of child processes either',
      'RESET > wipes a tree deeper than any path',
      'STOP > kills even a stopped program',
    ],
  },
  {
    why: 'They failed there on a busy machine; nobody knows the cause yet.',
    tests: [
      'the end of the agent > follows when the host sends nothing more, and ends everything with it',
      'a normal start follows > in place of a copy of a runtime with threads',
      'time on a processor that others have > is not wall time',
    ],
  },
  {
    why: 'The kernel takes a 32-bit call for the 64-bit call with the same number, and has no io_uring here.',
    tests: [
      'the filter > refuses its calls, which work without it, and no similar ones',
      'the filter > ends a program of another architecture',
    ],
  },
  {
    why: 'The kernel counts processor time in steps of 10 ms.',
    tests: ['a copy of a runtime that waits > runs each program, which sees what a new process sees'],
  },
]

/**
 * Files of such tests: this kernel has no /proc/PID/syscall, fuzzing starts thousands of processes, and in containers
 * programs end while they fork, which can make this kernel fail ("Kernel mode fault" in `copy_process`).
 */
export const LEFT_OUT_FILES: readonly string[] = ['waiting', 'fuzz', 'container', 'container-reset'].map(
  (name) => `service/agent/test/${name}.test.ts`,
)
