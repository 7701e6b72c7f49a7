/** Wide, as the guest is slow. */
export const WIDE = { wallMs: 120_000, cpuMs: 60_000 }

/** A run request. */
export interface Program {
  language: string
  code: string
  limits?: Record<string, number>
  stdin?: string
  onOutputLimit?: 'stop'
  cases?: readonly { stdin: string; expected: string }[]
}

const python = (code: string, limits: Record<string, number> = {}): Program => ({ language: 'python', code, limits })

const FILL_MEMORY = 'x = []\nwhile True: x.append(bytearray(1 << 20))'
const IN_CHILD = `import subprocess, sys\nsys.exit(subprocess.run([sys.executable, "-c", ${JSON.stringify(FILL_MEMORY)}]).returncode != 0)`
const CASES = [1, 2, 3].map((n) => ({ stdin: `${n}\n`, expected: `[] ${n}` }))

/** A program for each verdict that one request gets. */
export const PROGRAMS: readonly [verdict: string, what: string, program: Program][] = [
  ['ok', 'output', python('print(sum(range(10**5)))')],
  ['ok', 'input', { ...python('print(input())'), stdin: 'Ada\n' }],
  ['ok', 'a raised memory limit', python('print(len(bytearray(700 << 20)))', { memoryMb: 1000, processes: 200 })],
  [
    'accepted',
    'cases that see nothing of each other',
    { ...python('import os\nprint(os.listdir("/tmp"), input())\nopen("/tmp/x", "w").close()'), cases: CASES },
  ],
  ['wrong-answer', 'a case', { ...python('print(input())'), cases: [{ stdin: '1\n', expected: '2' }] }],
  ['runtime-error', 'an exit code', python('raise SystemExit(3)')],
  ['runtime-error', 'a signal', python('import os; os.abort()')],
  ['compile-error', 'a C program', { language: 'c', code: 'int main(void) { return x; }\n' }],
  ['cpu-limit', 'a loop', python('while True: pass', { cpuMs: 2000 })],
  ['wall-limit', 'a sleeper', python('import time; time.sleep(60)', { wallMs: 3000 })],
  ['memory-limit', 'the heap', python(FILL_MEMORY, { memoryMb: 64 })],
  ['memory-limit', 'a child process', python(IN_CHILD, { memoryMb: 64 })],
  [
    'memory-limit',
    'files and heap',
    python(`for i in range(22): open("/work/f%d" % i, "wb").write(bytes(1 << 20))\n${FILL_MEMORY}`, {
      memoryMb: 96,
      diskMb: 48,
    }),
  ],
  ['output-limit', 'a flood', { ...python('while True: print(1)', { outputKb: 8 }), onOutputLimit: 'stop' }],
  [
    'process-limit',
    'forks',
    python('import os, time\nfor _ in range(100):\n    if os.fork() == 0: time.sleep(60)', { processes: 20 }),
  ],
  ['disk-limit', 'a full disk', python('open("x", "wb").write(bytes(1 << 26))', { fileMb: 200, diskMb: 16 })],
  [
    'disk-limit',
    'a large file',
    python('open("x", "wb").write(bytes(1 << 26))', { fileMb: 8, diskMb: 200, memoryMb: 512 }),
  ],
]
