import { describe, expect, it } from 'vitest'
import type { ExecFrame } from '../../src/worker/agent/frames.ts'
import { LocalAgent, perl } from './agent-under-test.ts'

const LIVE: Partial<ExecFrame> = { stdin: 'frames', interactive: true }
const TYPED: Partial<ExecFrame> = { ...LIVE, terminal: { cols: 80, rows: 24 } }

function start(script: string, change: Partial<ExecFrame> = LIVE): LocalAgent {
  const agent = new LocalAgent()
  agent.send({ type: 'grant', bytes: 2 ** 30 }, perl(script, change))
  return agent
}

const said = (agent: LocalAgent): boolean[] =>
  agent.frames.flatMap((frame) => (frame.type === 'waiting' ? frame.waiting : []))

const SELECT = 'vec($in, 0, 1) = 1; select($in, undef, undef'

describe('a program waits for input', () => {
  it.each<[string, string, Partial<ExecFrame>]>([
    ['that it reads from a pipe', '<STDIN>', LIVE],
    ['that it reads from a terminal', '<STDIN>', TYPED],
    ['that it reads from /dev/tty', 'open T, "</dev/tty"; <T>', TYPED],
    ['by another descriptor', 'open I, "<&STDIN"; close STDIN; <I>', LIVE],
    ['that a child process reads', 'system "head -n 1"', LIVE],
    ['that it selects', `${SELECT}, undef)`, LIVE],
    ['that it polls', 'use IO::Poll "POLLIN"; $p = IO::Poll->new; $p->mask(STDIN => POLLIN); $p->poll', LIVE],
    ['that a process in the background reads', 'open I, "<&STDIN"; if (!fork) { <I>; exit } wait', LIVE],
  ])('%s', async (_what, script, change) => {
    const agent = start(`print "?"; ${script}; print "on"; select(undef, undef, undef, 60)`, change)
    expect((await agent.next('waiting')).waiting).toBe(true)
    agent.stdin('x\n')
    await agent.says('on')
    expect((await agent.next('waiting')).waiting).toBe(false)
    expect(said(agent)).toEqual([true, false])
  })

  it('and again at its next question', async () => {
    const agent = start('for (1, 2) { print "$_?"; <STDIN>; select(undef, undef, undef, 0.5) } <STDIN>')
    await agent.next('waiting')
    agent.stdin('one\n')
    expect((await agent.next('waiting')).waiting).toBe(false)
    expect((await agent.next('waiting')).waiting).toBe(true)
  })
})

it('a program whose input has ended no longer waits', async () => {
  const agent = start('print "?"; 1 while <STDIN>; select(undef, undef, undef, 60)')
  expect((await agent.next('waiting')).waiting).toBe(true)
  agent.send({ type: 'stdin-end' })
  expect((await agent.next('waiting')).waiting).toBe(false)
})

it.each<[string, string, Partial<ExecFrame>]>([
  ['sleeps', 'select(undef, undef, undef, 0.5)', LIVE],
  ['looks for input now and then', `for (1 .. 5) { ${SELECT}, 0.1) }`, LIVE],
  ['reads something else', 'open P, "sleep 0.5 |"; <P>', LIVE],
  ['computes', '1 while time < $^T + 1', LIVE],
  ['reads input that was sent as a whole', 'pipe A, B; if (!fork) { sleep 1; exit } close B; <A>', { stdin: 'frames' }],
])('a program does not wait for input that %s', async (_what, script, change) => {
  const agent = start(script, change)
  await agent.next('exit')
  expect(said(agent)).toEqual([])
})
