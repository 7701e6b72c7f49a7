import { type Bomb, steps } from './bomb.ts'

/** For newer languages that compile to machine code. */
export const SYSTEMS: readonly Bomb[] = [
  {
    language: 'rust',
    name: 'a macro that doubles',
    code: `#![recursion_limit = "1000000"]
macro_rules! double { ($($part:tt)*) => { double!($($part)* $($part)*) } }
fn main() { double!(x); }
`,
  },
  {
    language: 'rust',
    name: 'a constant',
    code: `#![allow(long_running_const_eval)]
const fn f(n: u64) -> u64 { if n < 2 { n } else { f(n - 1) + f(n - 2) } }
const X: u64 = f(70);
fn main() { println!("{X}"); }
`,
  },
  {
    language: 'rust',
    name: 'types that double',
    code: `#![type_length_limit = "1000000000000"]
fn main() {
  let a0 = |x: u8| x;
${steps(40, (number, last) => `  let a${number} = (a${last}, a${last});`)}
  println!("{}", std::any::type_name_of_val(&a40).len());
}
`,
  },
  {
    language: 'go',
    name: 'generic functions that double',
    code: `package main
func f0[T any]() int { return 1 }
${steps(22, (number, last) => `type A${number}[T any] struct{}\ntype B${number}[T any] struct{}\nfunc f${number}[T any]() int { return f${last}[A${number}[T]]() + f${last}[B${number}[T]]() }`)}
func main() { println(f22[int]()) }
`,
  },
  {
    language: 'go',
    name: 'data without end',
    code: 'package main\nvar a = [1 << 29]byte{1<<29 - 1: 1}\nfunc main() { println(a[0]) }',
  },
  {
    language: 'swift',
    name: 'types that double',
    code: `let a0 = 1\n${steps(30, (number, last) => `let a${number} = (a${last}, a${last})`)}\nprint(a30)\n`,
  },
  {
    language: 'swift',
    name: 'a long sum of literals',
    code: `let a: Double = ${steps(60, (number) => `-(${number} + 1.5)`, ' + ')} + "x"\nprint(a)\n`,
    compileArgs: ['-Xfrontend', '-solver-expression-time-threshold=1000'],
  },
  {
    language: 'd',
    name: 'templates',
    code: `template F(int depth, int n) {
  static if (depth == 0) enum F = n;
  else enum F = F!(depth - 1, n * 2) + F!(depth - 1, n * 2 + 1);
}
enum x = F!(28, 1);
void main() {}
`,
  },
  {
    language: 'd',
    name: 'a function that the compiler runs',
    code: 'int[] f() { int[] all; for (;;) all ~= 1; }\nenum x = f().length;\nvoid main() {}\n',
  },
  {
    language: 'nim',
    name: 'a loop of the compiler',
    code: 'static:\n  var all: seq[int]\n  while true: all.add 1\n',
    compileArgs: ['--maxLoopIterationsVM:2147483647'],
  },
  {
    language: 'nim',
    name: 'templates that double',
    code: `template m0() = echo 1\n${steps(30, (number, last) => `template m${number}() =\n  m${last}()\n  m${last}()`)}\nm30()\n`,
  },
  {
    language: 'zig',
    name: 'a loop of the compiler',
    code: `pub fn main() void {
  comptime {
    @setEvalBranchQuota(4_000_000_000);
    var n: u64 = 0;
    while (true) n +%= 1;
  }
}
`,
  },
  {
    language: 'zig',
    name: 'a text that doubles',
    code: `pub fn main() void {
  comptime {
    var text: []const u8 = "x";
    while (true) text = text ++ text;
  }
}
`,
  },
  {
    language: 'crystal',
    name: 'macros that double',
    code: 'macro grow(n)\n  {% if n > 0 %}\n    grow({{n - 1}})\n    grow({{n - 1}})\n  {% end %}\nend\n\ngrow(30)\n',
  },
  {
    language: 'crystal',
    name: 'a command that the compiler runs',
    code: '{{ system("while :; do :; done") }}\n',
  },
  {
    language: 'crystal',
    name: 'types that double',
    code: `a0 = {1, 1}\n${steps(30, (number, last) => `a${number} = {a${last}, a${last}}`)}\nputs a30\n`,
  },
]
