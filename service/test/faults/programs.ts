import type { RunResult, Verdict } from '@sandrun/shared'
import type { Random } from './random.ts'

/** What a client sends, and what must come of it. */
export interface Program {
  /** The body of its request. */
  request: object
  expected: Verdict
  /** Whether a result with that verdict has everything that the program wrote, once. */
  isComplete: (result: RunResult) => boolean
}

/** Says that it has begun, its own random id and that it is done; what comes in between takes a moment. */
function said(result: RunResult, between = ''): boolean {
  const output = result.run?.stdout
  return typeof output === 'string' && new RegExp(`^begun\n[0-9a-f-]{36}\n${between}done\n$`).test(output)
}

const saying = (seconds: string, between = ''): string =>
  `echo begun; cat /proc/sys/kernel/random/uuid; sleep ${seconds}; ${between} echo done`

type Kind = (mark: string, seconds: string) => Program

const ending =
  (code: number, expected: Verdict): Kind =>
  (mark, seconds) => ({
    request: { language: 'bash', args: [mark], code: `${saying(seconds)}; exit ${code}` },
    expected,
    isComplete: said,
  })

const readingInput: Kind = (mark, seconds) => ({
  request: {
    language: 'bash',
    args: [mark],
    stdin: `${mark}\n`,
    code: saying(seconds, 'read word; echo "$word";'),
  },
  expected: 'ok',
  isComplete: (result) => said(result, `${mark}\n`),
})

const collected: Kind = (mark, seconds) => ({
  request: { language: 'bash', args: [mark], collect: ['*.txt'], code: saying(seconds, 'echo "$1" > made.txt;') },
  expected: 'ok',
  isComplete: (result) =>
    said(result) && result.files?.length === 1 && result.files.every(({ content }) => content === `${mark}\n`),
})

/** Cases may run at once, each in its own sandbox, so each has its own mark. */
const withCases: Kind = (mark, seconds) => ({
  request: {
    language: 'bash',
    code: `read word; echo "$word"; sleep ${seconds}; echo done`,
    cases: [0, 1].map((number) => ({
      args: [`${mark}.${number}`],
      stdin: `${number}\n`,
      expected: `${number}\ndone\n`,
    })),
  },
  expected: 'accepted',
  isComplete: ({ cases }) => cases?.length === 2 && cases.every(({ verdict }) => verdict === 'accepted'),
})

const compiled: Kind = (mark, seconds) => ({
  request: {
    language: 'c',
    args: [mark],
    code: `#include <stdio.h>
#include <unistd.h>
int main(int count, char **words) {
  puts("begun"); fflush(stdout);
  usleep(${Math.round(Number(seconds) * 1e6)});
  puts(words[count - 1]);
  return 0;
}`,
  },
  expected: 'ok',
  isComplete: (result) => result.run?.stdout === `begun\n${mark}\n`,
})

const KINDS = [ending(0, 'ok'), ending(3, 'runtime-error'), readingInput, collected, withCases, compiled]

/** The longest time that a program takes, in seconds: most take less than one, some are in the way of any fault. */
const LONGEST = [0.8, 0.8, 3, 10]

/** A program carries the mark as an argument: service/test/faults/starts.ts looks for it. */
export function anyProgram(random: Random, mark: string): Program {
  return random.of(KINDS)(mark, random.between(0.1, random.of(LONGEST)).toFixed(2))
}

/** The simplest of them. */
export const plainProgram: Program = ending(0, 'ok')('a-mark', '0.1')
