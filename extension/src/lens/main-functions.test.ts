import { describe, expect, it } from 'vitest'
import { mainLine } from './main-functions.ts'

describe('the first line of a program', () => {
  it.each([
    ['c', '#include <stdio.h>\n\nint main(void) {\n', 2],
    ['cpp', 'int domain(int);\nint main() {}\nint main();', 1],
    ['csharp', 'class A {\n  static async Task<int> Main(string[] args) {}\n}', 1],
    ['go', 'package main\r\n\r\nfunc main() {\r\n', 2],
    ['haskell', 'module Main where\nmain :: IO ()\nmain = pure ()', 1],
    ['java', 'class A {\n  public static void main(String[] args) {}\n}', 1],
    ['kotlin', 'fun mainly() {}\nfun main(args: Array<String>) {}', 1],
    ['python', 'def main():\n  pass\nif __name__ == "__main__":\n', 2],
    ['rust', 'mod a;\nfn main() {}', 1],
    ['python', 'print(1)', undefined],
    ['ruby', 'def main\nend', undefined],
  ])('is found in %s', (language, text, line) => {
    expect(mainLine(language, text)).toBe(line)
  })
})
