import { type Bomb, steps } from './bomb.ts'

/** Files of fourteen levels, as deep as Pascal allows, with the name of the one that each includes. */
const INCLUDED = Array.from({ length: 14 }, (_value, index) => [`f${index + 1}`, `f${index}`] as const)

/** For all other languages that are compiled. */
export const OTHERS: readonly Bomb[] = [
  {
    language: 'ada',
    name: 'generic units that double',
    code: `procedure Main is
   generic package G0 is X : Integer := 1; end G0;
${steps(30, (number, last) => `   generic package G${number} is package A is new G${last}; package B is new G${last}; end G${number};`)}
   package All_Of_Them is new G30;
begin
   null;
end Main;
`,
  },
  {
    language: 'ada',
    name: 'a constant',
    code: `with Ada.Text_IO;
procedure Main is
   N0 : constant := 3;
${steps(40, (number, last) => `   N${number} : constant := N${last} * N${last};`)}
begin
   Ada.Text_IO.Put_Line (Integer'Image (N40 mod 7));
end Main;
`,
  },
  {
    language: 'fortran',
    name: 'an array of constants',
    code: `program main
  integer(8) :: i
  integer(8), parameter :: a(1000000000) = [(i * 7, i = 1, 1000000000)]
  print *, a(5)
end program
`,
    compileArgs: ['-fmax-array-constructor=2000000000'],
  },
  {
    language: 'fortran',
    name: 'texts',
    code: `program main
  character(*), parameter :: a0 = "${'x'.repeat(64)}"
${steps(26, (number, last) => `  character(*), parameter :: a${number} = a${last} // a${last}`)}
  print *, len(a26)
end program
`,
  },
  {
    language: 'pascal',
    name: 'files that include the next one often',
    files: [
      { path: 'main.pas', content: 'program main;\nbegin\n{$I f14.inc}\nend.\n' },
      { path: 'f0.inc', content: '' },
      ...INCLUDED.map(([name, last]) => ({ path: `${name}.inc`, content: `{$I ${last}.inc}\n`.repeat(20) })),
    ],
  },
  {
    language: 'pascal',
    name: 'texts',
    code: `program main;
{$H+}
const A0 = '${'x'.repeat(64)}';
${steps(30, (number, last) => `  A${number} = A${last} + A${last};`)}
begin writeln(length(A30)); end.
`,
  },
  {
    language: 'cobol',
    name: 'files that include the next one often',
    files: [
      {
        path: 'main.cob',
        content: `       IDENTIFICATION DIVISION.
       PROGRAM-ID. MAIN.
       PROCEDURE DIVISION.
       COPY "f14.cpy".
           STOP RUN.
`,
      },
      { path: 'f0.cpy', content: '           CONTINUE.\n' },
      ...INCLUDED.map(([name, last]) => ({
        path: `${name}.cpy`,
        content: `           COPY "${last}.cpy".\n`.repeat(20),
      })),
    ],
  },
  {
    language: 'assembly',
    name: 'a repetition',
    code: 'global _start\n_start:\n%rep 1000000000\n nop\n%endrep\n',
    compileArgs: ['--limit-rep', 'unlimited'],
  },
  {
    language: 'assembly',
    name: 'an instruction, again and again',
    code: 'global _start\n_start:\ntimes 1000000000 nop\n',
  },
  {
    language: 'dart',
    name: 'texts',
    code: `const a0 = '${'x'.repeat(64)}';\n${steps(30, (number, last) => `const a${number} = '$a${last}$a${last}';`)}\nvoid main() => print(a30.length);\n`,
  },
  {
    language: 'dart',
    name: 'types that double',
    code: `final a0 = 1;\n${steps(30, (number, last) => `final a${number} = (a${last}, a${last});`)}\nvoid main() => print(a30);\n`,
  },
  {
    language: 'erlang',
    name: 'a macro that doubles',
    code: `-module(main).\n-export([main/0]).\n-define(M0, x).\n${steps(30, (number, last) => `-define(M${number}, [?M${last}, ?M${last}]).`)}\nmain() -> ?M30.\n`,
  },
  {
    language: 'typescript',
    name: 'types of texts that double',
    code: `type D<T extends string, N extends unknown[]> = N extends [unknown, ...infer R] ? D<\`\${T}\${T}\`, R> : T
${steps(100, (number) => `const a${number}: D<'${number}', [${'0,'.repeat(27)}]> = ''`)}
`,
  },
  {
    language: 'typescript',
    name: 'types that name themselves',
    code: `type C<N, T extends unknown[] = []> = T['length'] extends N ? T : C<N, [...T, ...C<N, [...T, 0]>]>
${steps(100, (number) => `const a${number}: C<${900 + number}> = []`)}
`,
  },
]
