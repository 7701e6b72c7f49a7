import { type Bomb, steps } from './bomb.ts'

const MACROS = `#define M0 x,\n${steps(30, (number, last) => `#define M${number} M${last} M${last}`)}`

/** For C, C++ and Objective-C. */
export const C_FAMILY: readonly Bomb[] = [
  {
    language: 'c',
    name: 'a macro that doubles',
    code: `${MACROS}\nint a[] = { M30 };\nint main(void) { return 0; }`,
  },
  { language: 'c', name: 'a file that includes itself', code: '#include __FILE__\n#include __FILE__\n' },
  { language: 'c', name: 'a file without end', code: '#include "/dev/zero"\n' },
  { language: 'c', name: 'data without end', code: 'char a[1UL << 34] = { 1 };\nint main(void) { return a[9]; }' },
  { language: 'c', name: 'nested parentheses', code: `int main(void) { return ${'('.repeat(200_000)}` },
  {
    language: 'c',
    name: 'the assembler, forever',
    code: '__asm__(".rept 1000000000\\n nop\\n.endr");\nint main(void) { return 0; }',
  },
  {
    language: 'c',
    name: 'a macro of the assembler that doubles',
    code: '__asm__(".macro grow n\\n .if \\\\n\\n grow (\\\\n-1)\\n grow (\\\\n-1)\\n .endif\\n.endm\\n grow 40");\nint main(void) { return 0; }',
  },
  {
    language: 'cpp',
    name: 'templates',
    code: 'template <int n> struct A { A<n * 2> a; A<n * 2 + 1> b; };\nint main() { A<1> a; }',
    compileArgs: ['-ftemplate-depth=100000'],
  },
  {
    language: 'cpp',
    name: 'constants',
    code: 'constexpr long f(long n) { return n < 2 ? n : f(n - 1) + f(n - 2); }\nint main() { constexpr long x = f(60); return x; }',
    compileArgs: ['-fconstexpr-ops-limit=99999999999', '-fconstexpr-loop-limit=2147483647'],
  },
  {
    language: 'cpp',
    name: 'memory for constants',
    code: '#include <vector>\nconstexpr long f() { std::vector<long> v; for (;;) v.push_back(v.size()); }\nint main() { constexpr long x = f(); return x; }',
    compileArgs: ['-fconstexpr-ops-limit=99999999999', '-fconstexpr-loop-limit=2147483647', '-std=c++23'],
  },
  {
    language: 'cpp',
    name: 'overloads',
    code: `template <class T> struct P { T a, b; };\nusing A = ${'P<'.repeat(24)}int${'>'.repeat(24)};\nA f(A a) { return a; }\nint main() { auto g = [](auto... a) { return sizeof(A) + (a + ... + 0); }; return g(f({}).a.b); }`,
  },
  {
    language: 'objectivec',
    name: 'a macro that doubles',
    code: `${MACROS}\nint a[] = { M30 };\nint main(void) { return 0; }`,
  },
  {
    language: 'objectivec',
    name: 'nested parentheses',
    code: `int main(void) { return ${'('.repeat(200_000)}`,
    compileArgs: ['-fbracket-depth=1000000'],
  },
]
