import type { RunRequest } from '@sandrun/shared'
import { type Attack, type Inconclusive, type Probe, conclude } from '../attack.ts'
import { besideNeighbour, NEIGHBOUR } from '../run/neighbour.ts'
import { runProgram } from '../run/run-program.ts'

/** A compiler gives up, or a limit of compiling ends it; some compile the bomb without trouble. */
const ENDS = {
  matches: /^(?:compile-error|(?:cpu|wall|memory|process|disk|output)-limit|ok|runtime-error)$/,
  words: 'an error of the compiler, a limit, or an end',
}

const LIMITS = { cpuMs: 4000, wallMs: 20_000 }

const doubled = (first: string, step: (name: string) => string): string =>
  Array.from({ length: 30 }, (_value, index) => `#define M${index + 1} ${step(`M${index}`)}`).reduce(
    (text, line) => `${text}\n${line}`,
    `#define M0 ${first}`,
  )

const BOMBS: readonly (RunRequest & { name: string; language: string })[] = [
  {
    name: 'a macro that doubles',
    language: 'c',
    code: `${doubled('x,', (name) => `${name} ${name}`)}\nint a[] = { M30 };\nint main(void) { return 0; }`,
  },
  { name: 'a file that includes itself', language: 'c', code: '#include __FILE__\n#include __FILE__\n' },
  { name: 'a file without end', language: 'c', code: '#include "/dev/zero"\n' },
  { name: 'data without end', language: 'c', code: 'char a[1UL << 34] = { 1 };\nint main(void) { return a[9]; }' },
  { name: 'nested parentheses', language: 'c', code: `int main(void) { return ${'('.repeat(200_000)}` },
  {
    name: 'the assembler, forever',
    language: 'c',
    code: '__asm__(".rept 1 << 40\\n nop\\n.endr");\nint main(void) { return 0; }',
  },
  {
    name: 'a file without end, for the assembler',
    language: 'c',
    code: '__asm__(".incbin \\"/dev/zero\\"");\nint main(void) { return 0; }',
  },
  {
    name: 'templates',
    language: 'cpp',
    code: 'template <int n> struct A { A<n * 2> a; A<n * 2 + 1> b; };\nint main() { A<1> a; }',
    compileArgs: ['-ftemplate-depth=100000'],
  },
  {
    name: 'constants',
    language: 'cpp',
    code: 'constexpr long f(long n) { return n < 2 ? n : f(n - 1) + f(n - 2); }\nint main() { constexpr long x = f(60); return x; }',
    compileArgs: ['-fconstexpr-ops-limit=99999999999', '-fconstexpr-loop-limit=2147483647'],
  },
  {
    name: 'memory for constants',
    language: 'cpp',
    code: '#include <vector>\nconstexpr long f() { std::vector<long> v; for (;;) v.push_back(v.size()); }\nint main() { constexpr long x = f(); return x; }',
    compileArgs: ['-fconstexpr-ops-limit=99999999999', '-fconstexpr-loop-limit=2147483647', '-std=c++23'],
  },
  {
    name: 'overloads',
    language: 'cpp',
    code: `template <class T> struct P { T a, b; };\nusing A = ${'P<'.repeat(24)}int${'>'.repeat(24)};\nA f(A a) { return a; }\nint main() { auto g = [](auto... a) { return sizeof(A) + (a + ... + 0); }; return g(f({}).a.b); }`,
  },
  {
    name: 'types',
    language: 'typescript',
    code: `type D<T extends unknown[]> = [...T, ...T]\ntype A = D<D<D<D<D<D<D<D<D<D<D<D<D<D<D<D<D<[1, 2, 3]>>>>>>>>>>>>>>>>>\nconst a: A = []\n`,
  },
  {
    name: 'types of texts',
    language: 'typescript',
    code: `type D = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9\ntype A = \`${'${D}'.repeat(9)}\`\nconst a: A = '000000000'\n`,
  },
  {
    name: 'types that name themselves',
    language: 'typescript',
    code: `type C<N, T extends unknown[] = []> = T['length'] extends N ? T : C<N, [...T, ...C<N, [...T, 0]>]>\nconst a: C<999> = []\n`,
  },
  {
    name: 'a constant',
    language: 'go',
    code: `package main\nconst a0 = 3\n${Array.from({ length: 40 }, (_value, index) => `const a${index + 1} = a${index} * a${index}`).join('\n')}\nfunc main() { println(a40 % 7) }`,
  },
  {
    name: 'an array',
    language: 'go',
    code: 'package main\nvar a = [1 << 33]int{1 << 32: 1}\nfunc main() { println(a[0]) }',
  },
  {
    name: 'nested types',
    language: 'java',
    code: `class Main { static { Object o = ${'(java.util.function.Supplier<Object>) () -> '.repeat(400)} null; } }`,
  },
  {
    name: 'texts',
    language: 'java',
    code: `class Main { static final String A0 = "${'x'.repeat(64)}"${Array.from({ length: 30 }, (_value, index) => `, A${index + 1} = A${index} + A${index}`).join('')}; public static void main(String[] args) { System.out.println(A30.length()); } }`,
  },
  {
    name: 'a choice of methods',
    language: 'java',
    code: `class Main { static <T> T f(T a) { return a; } static <T> T f(java.util.function.Supplier<T> a) { return a.get(); } public static void main(String[] args) { Object o = ${'f(() -> '.repeat(24)}1${')'.repeat(24)}; } }`,
  },
]

const attack = ({ name, language }: (typeof BOMBS)[number]): Attack => ({
  name: `${language}: ${name}`,
  tries: `keep the compiler busy: ${language}: ${name}`,
  contained: ENDS,
})

export const COMPILE_BOMBS: Probe = {
  id: 'compile bombs',
  group: 'exhaustion',
  impact: 'Compiling takes the machine: others wait, or fail.',
  attacks: [...BOMBS.map(attack), NEIGHBOUR],
  run: (target) =>
    besideNeighbour(target, async () => {
      const outcomes: Record<string, string | Inconclusive> = {}
      for (const { name, ...request } of BOMBS) {
        const run = { ...request, compileLimits: LIMITS, limits: LIMITS, cache: false }
        outcomes[`${request.language}: ${name}`] = await conclude(async () => (await runProgram(target, run)).verdict)
      }
      return outcomes
    }),
}
