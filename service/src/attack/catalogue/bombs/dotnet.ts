import { type Bomb, steps } from './bomb.ts'

/** Each lambda is bound once for each method that may take it, so the innermost one 2^24 times. */
const LAMBDAS = 24

/** Each `.Inner` makes the type's full name six times as long, and the compiler writes the name out. */
const NESTED = 10

/** For C# and Visual Basic. */
export const DOTNET: readonly Bomb[] = [
  {
    language: 'csharp',
    name: 'a choice of methods',
    code: `using System;
class Program {
  static int F(Func<int, int> f) => 0;
  static int F(Func<string, int> f) => 0;
  static void Main() => ${steps(LAMBDAS, (number) => `F(x${number} => `, '')}x1.Length${')'.repeat(LAMBDAS)};
}
`,
  },
  {
    language: 'csharp',
    name: 'nested types',
    code: `class Outer<A, B, C, D, E, F> {
  class Inner : Outer<Inner, Inner, Inner, Inner, Inner, Inner> { ${'Inner.'.repeat(NESTED)}Inner inner; }
}
class Program { static void Main() {} }
`,
  },
  {
    language: 'vbnet',
    name: 'a choice of methods',
    code: `Module Program
  Function F(f As Func(Of Integer, Integer)) As Integer
    Return 0
  End Function
  Function F(f As Func(Of String, Integer)) As Integer
    Return 0
  End Function
  Sub Main()
    F(${steps(LAMBDAS, (number) => `Function(x${number}) F(`, '')}Function(x) x.Length${')'.repeat(LAMBDAS)})
  End Sub
End Module
`,
  },
  {
    language: 'vbnet',
    name: 'nested types',
    code: `Class Outer(Of A, B, C, D, E, F)
  Class Inner
    Inherits Outer(Of Inner, Inner, Inner, Inner, Inner, Inner)
    Private own As ${'Inner.'.repeat(NESTED)}Inner
  End Class
End Class
Module Program
  Sub Main()
  End Sub
End Module
`,
  },
]
