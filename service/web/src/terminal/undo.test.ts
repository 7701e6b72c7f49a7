import { ControlFilter } from '@sandrun/shared'
import type { Terminal } from '@xterm/xterm'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'

/**
 * States that a program can leave a terminal in: cursor, insert, keypad, cursor keys, wrap, line drawing, mouse, paste,
 * colours.
 */
const LEFT = '\x1b[?25l\x1b[4h\x1b=\x1b[?1h\x1b[?7l\x1b(0\x1b[?1000h\x1b[?2004h\x1b[31m'

let makeTerminal: () => Terminal

beforeAll(async () => {
  // Its parser and buffer need no browser except for these names.
  vi.stubGlobal('window', globalThis)
  vi.stubGlobal('self', globalThis)
  vi.stubGlobal('document', { createElement: () => ({ getContext: () => null }) })
  const xterm = await import('@xterm/xterm')
  makeTerminal = () => new xterm.Terminal({ cols: 20, rows: 6, allowProposedApi: true })
})
afterAll(() => vi.unstubAllGlobals())

async function after(...texts: string[]): Promise<{ terminal: Terminal; lines: string[] }> {
  const terminal = makeTerminal()
  for (const text of texts) await new Promise<void>((resolve) => terminal.write(text, resolve))
  const { active } = terminal.buffer
  const lines = Array.from(
    { length: terminal.rows },
    (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
  )
  return { terminal, lines }
}

it('undoes every state that a program leaves in xterm.js', async () => {
  const filter = new ControlFilter()
  const fresh = await after('qq')
  const { terminal, lines } = await after(filter.filter(`one\r\n${LEFT}`), `${filter.reset()}qq`)
  expect(terminal.modes).toEqual(fresh.terminal.modes)
  expect(lines.slice(0, 2)).toEqual(['one', 'qq'])
  expect(terminal.buffer.active.getLine(1)?.getCell(0)?.isFgDefault()).toBe(true)
})

it.each([
  ['margins', '\x1b[2;3r\x1b[5;1H'],
  ['margins from which positions count', '\x1b[2;3r\x1b[?6h'],
])('undoes %s, and continues below the output', async (_what, left) => {
  const filter = new ControlFilter()
  const { terminal, lines } = await after(filter.filter(`one\r\n${left}`), `${filter.reset()}end\r\nmore\r\nlast`)
  expect(terminal.modes.originMode).toBe(false)
  expect(lines.slice(-3)).toEqual(['end', 'more', 'last'])
})
