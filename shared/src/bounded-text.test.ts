import { expect, it } from 'vitest'
import { BoundedText } from './bounded-text.ts'

const found = (pattern: string, text: string): string[] =>
  [...new BoundedText(text).matches(pattern)].map(([whole]) => whole)

it('finds the same as matchAll in a normal text', () => {
  const text = 'a.c:1: oh\r\n  and more\r\nb.c:2: no\n\nError: x\nline\n  at c.c:3\nError: y\n  at d.c:4\n'
  for (const pattern of ['^\\w\\.c:\\d: .*$', '^Error: .*\\n(?:.*\\n)*?  at .*$', '^(?!a).*$', '^']) {
    const all = text.replaceAll('\r\n', '\n').matchAll(new RegExp(pattern, 'gm'))
    expect(found(pattern, text)).toEqual([...all].map(([whole]) => whole))
  }
})

it('sees the beginning and the end of a long text, and the beginning of a long line', () => {
  const text = `first\n${'x\n'.repeat(300_000)}middle\n${'x\n'.repeat(300_000)}last`
  expect(found('^(?:first|middle|last)$', text)).toEqual(['first', 'last'])
  expect(found('^a.*$', `a${'b'.repeat(1_000_000)}`)[0]).toHaveLength(300)
})

it("sees through a tool's terminal sequences", () => {
  const line = 'a.c:1: oh'
  const link = `\x1b]8;;https://example.org\x07${line}\x1b]8;;\x1b\\`
  const shown = [`\x1b[01m\x1b[Ka.c:1:\x1b[m oh`, link, `50 %\r\x1b[2K${line}`, `\x1b(B${line}`].join('\r\n')
  expect(found('^\\w\\.c:\\d: .*$', shown)).toEqual([line, line, line, line])
})

it('matches text on up to three lines', () => {
  const text = new BoundedText('one\nException:\nout of memory\nfour')
  expect(text.find('^Exception:\\nout of memory$')).not.toBeNull()
  expect(text.find('of mem')).not.toBeNull()
  expect(text.find('^memory')).toBeNull()
})

// Without bounds, each of these takes hours.
it.each([
  ['^(?<message>Error: .*)\\n(?:.*\\n)*?  at .*$', 'Error: x\n'],
  ['^(?<file>.+?)[ \\t]+in line (?<line>\\d+)$', ' \t'],
  ['^.*a.*a.*b$', 'a'],
])('finishes %j on 1 MB of %j', (pattern, part) => {
  const text = new BoundedText(part.repeat(1_000_000 / part.length))
  expect([...text.matches(pattern)]).toEqual([])
  expect(text.find(`${pattern}never`)).toBeNull()
})
