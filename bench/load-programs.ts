import type { RunRequest, Verdict } from '@sandrun/shared'

/** One kind of program of the load, and its expected result. */
export interface LoadProgram {
  name: string
  /** How many out of a hundred. */
  share: number
  request: RunRequest
  stdin?: string
  verdicts: readonly Verdict[]
  /** All bytes of standard output; unknown for a program that is stopped. */
  output?: number
}

const MEBIBYTE = 2 ** 20
const SHORT = { cpuMs: 500, wallMs: 3000 }

/** Most are well-behaved; the rest use as much of a resource as they can. */
export const LOAD_PROGRAMS: readonly LoadProgram[] = [
  {
    name: 'hello',
    share: 50,
    request: { language: 'python', code: 'print("hello")' },
    verdicts: ['ok'],
    output: 6,
  },
  {
    name: 'echo what is typed',
    share: 20,
    request: { language: 'bash', code: 'while read -r line; do echo "$line"; done' },
    stdin: 'a line\n'.repeat(100),
    verdicts: ['ok'],
    output: 700,
  },
  {
    name: '4 MiB of output',
    share: 8,
    request: { language: 'python', code: `import os\nfor _ in range(64): os.write(1, b"x" * 65536)` },
    verdicts: ['ok'],
    output: 4 * MEBIBYTE,
  },
  {
    name: 'endless loop',
    share: 5,
    request: { language: 'python', code: 'while True: pass', limits: SHORT },
    verdicts: ['cpu-limit', 'wall-limit'],
  },
  {
    name: 'all the memory',
    share: 4,
    request: { language: 'python', code: 'x = []\nwhile True: x.append(bytearray(2**20))', limits: { memoryMb: 64 } },
    verdicts: ['memory-limit', 'runtime-error'],
  },
  {
    name: 'fork bomb',
    share: 4,
    request: { language: 'bash', code: ':(){ :|:& };:\nwait', limits: SHORT },
    verdicts: ['process-limit', 'cpu-limit', 'wall-limit', 'runtime-error', 'ok'],
  },
  {
    name: 'a full disk',
    share: 4,
    request: { language: 'bash', code: 'cat /dev/zero > big', limits: { ...SHORT, diskMb: 16 } },
    verdicts: ['disk-limit', 'cpu-limit', 'wall-limit'],
  },
  {
    name: 'endless output',
    share: 3,
    request: { language: 'python', code: 'import os\nwhile True: os.write(1, b"x" * 65536)', limits: SHORT },
    verdicts: ['cpu-limit', 'wall-limit'],
  },
  {
    name: 'orphans that ignore SIGTERM',
    share: 2,
    request: {
      language: 'bash',
      code: 'for _ in 1 2 3 4; do (trap "" TERM HUP; exec sleep 600) >/dev/null & done; echo left',
      limits: SHORT,
    },
    verdicts: ['ok'],
    output: 5,
  },
]
