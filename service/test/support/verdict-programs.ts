import type { RunRequest } from '@sandrun/shared'

const python = (code: string, rest: Partial<RunRequest> = {}): RunRequest => ({ language: 'python', code, ...rest })

/** Each verdict, a program that gets it, and words of its message. */
export const VERDICT_PROGRAMS: readonly [verdict: string, request: RunRequest, message: RegExp][] = [
  ['ok', python('print(1)'), /code 0/],
  ['accepted', python('print(1)', { cases: [{ expected: '1' }] }), /1 of 1/],
  ['wrong-answer', python('print(1)', { cases: [{ expected: '2' }] }), /0 of 1/],
  ['runtime-error', python('raise SystemExit(3)'), /code 3/],
  ['compile-error', { language: 'c', code: 'int main(void) { return x; }\n' }, /not compile/],
  ['cpu-limit', python('while True: pass', { limits: { cpuMs: 200 } }), /CPU time \(limit 0\.2 s\)/],
  ['wall-limit', python('import time; time.sleep(60)', { limits: { wallMs: 300 } }), /\(limit 0\.3 s\)/],
  [
    'memory-limit',
    python('x = []\nwhile True: x.append(bytearray(1 << 20))', { limits: { memoryMb: 64 } }),
    /more than 64 MB/,
  ],
  [
    'output-limit',
    python('while True: print(1)', { onOutputLimit: 'stop', limits: { outputKb: 8 } }),
    /more than 8 KB/,
  ],
  [
    'process-limit',
    python('import os, time\nfor _ in range(100):\n    if os.fork() == 0: time.sleep(60)', {
      limits: { processes: 20 },
    }),
    /more than 20 processes/,
  ],
  [
    'disk-limit',
    python('open("x", "wb").write(bytes(1 << 26))', { limits: { fileMb: 200, diskMb: 16 } }),
    /more than fits into 16 MB/,
  ],
]
