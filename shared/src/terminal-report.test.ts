import { expect, it } from 'vitest'
import { ControlFilter } from './control-filter.ts'
import { isTerminalReport } from './terminal-report.ts'

it.each([
  '\x1b[24;80R',
  '\x1b[?24;80R',
  '\x1b[0n',
  '\x1b[?62;22c',
  '\x1b[>0;276;0c',
  '\x1b[?2026;2$y',
  '\x1b[3;1R\x1b[0n',
])("recognizes a terminal's own report: %j", (text) => expect(isTerminalReport(text)).toBe(true))

it.each([
  '',
  'a',
  '\x1b',
  '\x1b[A',
  '\x1b[1;2R',
  '\x1b[1;5C',
  '\x1bOP',
  '\x1b[24;80Rx',
  '12;5R',
  '\x1b[200~text\x1b[201~',
])('does not take typed input for one: %j', (text) => expect(isTerminalReport(text)).toBe(false))

it.each(['\x1b[6n', '\x1b[c', '\x1b[>0c', '\x1b[?2026$p', '\x1bZ', '\x9b5n'])(
  "recognizes a program's request: %j",
  (query) => {
    const filter = new ControlFilter()
    filter.filter('text \x1b[31mred')
    expect(filter.hasAsked).toBe(false)
    for (const piece of query) filter.filter(piece)
    expect(filter.hasAsked).toBe(true)
    filter.reset()
    expect(filter.hasAsked).toBe(false)
  },
)
