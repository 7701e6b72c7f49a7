import { describe, expect, it } from 'vitest'
import { fencedBlocks } from './fenced-blocks.ts'

const facts = (text: string): unknown[] => fencedBlocks(text).map(({ tag, code, line }) => [tag, code, line])

describe('fenced blocks', () => {
  it.each([
    ['say what they are', '# A\n\n```python\nprint(1)\n```\n', [['python', 'print(1)', 2]]],
    ['may be longer than fences within', '````md\n```c\nx\n```\n````\n', [['md', '```c\nx\n```', 0]]],
    ['may be made of tildes', '~~~ C++ title="x"\nint x;\n~~~', [['c++', 'int x;', 0]]],
    ['may have their tag in braces', '```{.python .numberLines}\n1\n```', [['python', '1', 0]]],
    ['lose the indentation of their fence', '  ```js\n    a\n  ```', [['js', '  a', 0]]],
    ['end with the text', '```js\na', [['js', 'a', 0]]],
    ['do not count without a tag', '```\na\n```\n```js\nb\n```', [['js', 'b', 3]]],
    ['do not count if the info has a backtick', '```js `x` ```\n', []],
    ['may end their lines with CRLF', '```js\r\na\r\nb\r\n```\r\n', [['js', 'a\nb', 0]]],
  ])('%s', (_what, text, expected) => {
    expect(facts(text)).toEqual(expected)
  })
})
