import { describe, expect, it } from 'vitest'
import { wantedFiles } from './wanted-files.ts'

describe('wantedFiles', () => {
  it.each([
    ['python', 'from helper import x', 'helper.py'],
    ['python', 'import pack.part as p', 'pack/part.py'],
    ['python', 'from .near import x', 'near.py'],
    ['javascript', `import { x } from './lib/x.js'`, './lib/x.js'],
    ['typescript', `import x from '../x'`, '../x.ts'],
    ['javascript', `const x = require('./x')`, './x.js'],
    ['c', '#include "lib/list.h"', 'lib/list.h'],
    ['assembly', '%include "macros.inc"', 'macros.inc'],
    ['java', 'var list = new Stack();', 'Stack.java'],
    ['csharp', 'Stack stack;', 'Stack.cs'],
    ['rust', 'mod parser;', 'parser.rs'],
    ['haskell', 'import qualified Data.Stack as S', 'Data/Stack.hs'],
    ['ocaml', 'let () = Stack.push 1', 'stack.ml'],
    ['lua', `local s = require("lib.stack")`, 'lib/stack.lua'],
    ['ruby', `require_relative "stack"`, 'stack.rb'],
    ['perl', 'use My::Stack;', 'My/Stack.pm'],
    ['pascal', 'uses SysUtils, Stack;', 'Stack.pas'],
    ['bash', '. ./lib.sh', 'lib.sh'],
    ['go', 'os.Open("data/words.txt")', 'data/words.txt'],
    ['php', `require 'lib.php';`, 'lib.php'],
  ])('of %s: %s names %s', (language, text, path) => {
    expect(wantedFiles(language, text)).toContain(path)
  })

  it('names no system header, no sentence, and each file once', () => {
    expect(wantedFiles('c', '#include <stdio.h>\nputs("Hello. World");')).toEqual([])
    expect(wantedFiles('c', '#include "a.h"\n#include "a.h"')).toEqual(['a.h'])
  })
})
