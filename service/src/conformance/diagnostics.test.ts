import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { loadCatalog } from '../languages/catalog.ts'
import { findDiagnostics } from '@sandrun/shared'

const catalog = await loadCatalog(fileURLToPath(new URL('../../../languages', import.meta.url)))

function find(language: string, text: string): unknown[] {
  return findDiagnostics(catalog.get(language).manifest.diagnostics ?? [], text)
}

it.each([
  [
    'c',
    'main.c: In function ‘main’:\nmain.c:4:20: error: ‘x’ undeclared\n    4 | x',
    'main.c',
    4,
    20,
    '‘x’ undeclared',
  ],
  [
    'c',
    'main.c:1:10: fatal error: none.h: No such file or directory',
    'main.c',
    1,
    10,
    'none.h: No such file or directory',
  ],
  ['c', "/usr/bin/ld: main.c:(.text.startup+0x5): undefined reference to `f'", undefined],
  ['cpp', './-odd.cpp:2:1: error: oh', '-odd.cpp', 2, 1, 'oh'],
  ['java', 'a/B.java:3: error: incompatible types', 'a/B.java', 3, null, 'incompatible types'],
  [
    'java',
    'Exception in thread "main" a.Boom: no\n\tat java.base/java.lang.Integer.parseInt(Integer.java:652)\n\tat Main.main(Main.java:7)\n',
    'Main.java',
    7,
    null,
    'a.Boom: no',
  ],
  ['go', '# command-line-arguments\n./main.go:4:2: undefined: missing', 'main.go', 4, 2, 'undefined: missing'],
  [
    'go',
    'panic: boom\n\ngoroutine 1 [running]:\nslices.f()\n\t/usr/lib/go-1.27/src/slices/s.go:3 +0x1\nmain.main()\n\t/work/a b/main.go:9 +0x18\n',
    'a b/main.go',
    9,
    null,
    'panic: boom',
  ],
  ['bash', 'main.sh: line 3: unset: unbound variable', 'main.sh', 3, null, 'unset: unbound variable'],
  [
    'python',
    'Traceback (most recent call last):\n  File "/work/main.py", line 8, in <module>\n    f()\n    ~^^\n  File "/usr/lib/python3.13/json/x.py", line 2, in g\n    h()\njson.decoder.JSONDecodeError: Expecting value\n',
    'main.py',
    8,
    null,
    'json.decoder.JSONDecodeError: Expecting value',
  ],
  [
    'python',
    '  File "/work/main.py", line 3\n    if True\n           ^\nSyntaxError: expected \':\'',
    'main.py',
    3,
    null,
    "SyntaxError: expected ':'",
  ],
  [
    'javascript',
    "/work/lib/a.js:2\n  throw new TypeError('boom')\n  ^\n\nTypeError: boom\n    at fail (/work/lib/a.js:2:9)\n",
    'lib/a.js',
    2,
    9,
    'TypeError: boom',
  ],
  [
    'javascript',
    'file:///work/main.mjs:3\nconst = 1\n      ^\n\nSyntaxError: Unexpected',
    'main.mjs',
    3,
    null,
    'SyntaxError: Unexpected',
  ],
  [
    'typescript',
    "src/main.ts(3,7): error TS2322: Type 'string' is not",
    'src/main.ts',
    3,
    7,
    "TS2322: Type 'string' is not",
  ],
  [
    'typescript',
    'TypeError: boom\n    at node:internal/x:1:2\n    at fail (/work/main.ts:6:9)\n    at Object.<anonymous> (/work/main.ts:9:1)\n',
    'main.ts',
    6,
    9,
    'TypeError: boom',
  ],
])('%s: %j', (language, text, file, line = 0, column = null, message = '') => {
  const [first] = find(language, text)
  expect(first).toEqual(file === undefined ? undefined : { file, line, column, severity: 'error', message })
})

it('finds the same problems with and without a terminal', () => {
  const text = '  File "/work/main.py", line 2, in f\n    g()\nValueError: no\n'
  expect(find('python', text.replaceAll('\n', '\r\n'))).toEqual(find('python', text))
})

it('distinguishes warnings from errors', () => {
  expect(find('c', 'a.c:1:2: warning: unused')).toMatchObject([{ severity: 'warning' }])
})
