import { expect, it } from 'vitest'
import type { PackCase } from '../../conformance/pack-test.ts'
import { formatMatrix } from './matrix.ts'

const packCase = (name: string): PackCase => ({
  name,
  title: name,
  request: { language: 'toy' },
  expect: { verdict: 'ok' },
})

it("shows what passed, what failed, what can't be tested, and what did not run", () => {
  const names = ['hello', 'stdin-terminal', 'exit-3', 'garbage', 'enum']
  const report = {
    id: 'toy',
    tests: { cases: names.map(packCase), lacks: new Map([['args', 'Toys take none.']]) },
    problems: new Map([
      ['hello', []],
      ['stdin-terminal', ['stdout is "" instead of "7"']],
      ['garbage', []],
      ['enum', []],
    ]),
  }
  const [head, line] = formatMatrix([report]).split('\n')
  const cell = (title: string): string | undefined => line?.slice(head?.indexOf(title)).split(' ')[0]
  expect({ hello: cell('hello'), terminal: cell('terminal'), args: cell('args'), exit: cell('exit') }).toEqual({
    hello: '✓',
    terminal: '✗',
    args: '–',
    exit: '',
  })
  expect(line).toMatch(/✓ 2$/)
})
