import { describe, expect, it, vi } from 'vitest'
import { LocalAgent, perl, sh } from './agent-under-test.ts'

const PIPE = 65_536
const TOTAL = 300_000

/**
 * Writes `count` bytes whose values tell their positions. When it would block, it writes the file `full` and continues.
 */
const writer = (count: number): string => `
  use Fcntl; my $data = join "", map pack("N", $_), 0 .. ${count / 4 - 1};
  fcntl STDOUT, F_SETFL, O_NONBLOCK; my $at = 0;
  while ($at < length $data and defined(my $n = syswrite STDOUT, $data, 4096, $at)) { $at += $n }
  open F, ">", "full"; print F "$at\\n"; close F;
  fcntl STDOUT, F_SETFL, 0;
  while ($at < length $data) { $at += syswrite STDOUT, $data, 65536, $at }`

const written = (count: number): Buffer => {
  const data = Buffer.alloc(count)
  for (let at = 0; at < count; at += 4) data.writeUInt32BE(at / 4, at)
  return data
}

describe('output', () => {
  it('is not read without credit, so the program blocks', async () => {
    const agent = new LocalAgent()
    agent.send(perl(writer(TOTAL)))
    expect(Number(await agent.wrote('full'))).toBe(PIPE)
    expect(agent.bytes('stdout')).toHaveLength(0)
  })

  it('continues where it stopped, never beyond its credit, and arrives byte for byte', async () => {
    const agent = new LocalAgent()
    agent.send(perl(writer(TOTAL)))
    await agent.wrote('full')
    let granted = 0
    for (const step of [1, 4095, 65_531, 100_000, 1]) {
      granted += step
      agent.send({ type: 'grant', bytes: step })
      const length = granted
      await agent.until(`${length} bytes`, () => agent.bytes('stdout').length >= length)
      expect(agent.bytes('stdout')).toHaveLength(length)
    }
    agent.send({ type: 'grant', bytes: TOTAL })
    expect(await agent.next('exit')).toMatchObject({ exitCode: 0, cause: null })
    expect(agent.bytes('stdout').equals(written(TOTAL))).toBe(true)
    expect(agent.frames.every((frame) => frame.type !== 'stdout' || frame.bytes.length <= PIPE - 5)).toBe(true)
  })

  it('shares its credit between stdout and stderr', async () => {
    const agent = new LocalAgent()
    agent.send({ type: 'grant', bytes: 10 }, sh('printf 12345678 >&2; echo > full; sleep 1000'))
    await agent.wrote('full').catch(() => {})
    await agent.until('stderr', () => agent.text('stderr') === '12345678')
    agent.send({ type: 'stop', cause: 'cancelled', graceMs: 0 })
    await agent.next('exit')
    await agent.run(sh('printf abc'))
    expect(agent.text()).toBe('abc')
  })

  it('in small pieces travels in few frames, each as it was written', async () => {
    const agent = new LocalAgent()
    const script = 'for (1 .. 20_000) { syswrite STDOUT, "line $_\n"; syswrite STDERR, "!" if $_ % 5000 == 0 }'
    const exit = await agent.run(perl(script))
    const frames = agent.frames.flatMap((frame) => (frame.type === 'stdout' ? [frame.bytes.length] : []))
    const total = agent.bytes('stdout').length
    // One frame every 3 ms and for each 16 KB; stderr in between splits one in two.
    expect(frames.length).toBeLessThanOrEqual(exit.wallUs / 3000 + total / 16_384 + 2 * 4 + 2)
    expect(agent.text()).toBe(Array.from({ length: 20_000 }, (_, index) => `line ${index + 1}\n`).join(''))
    expect(agent.text('stderr')).toBe('!!!!')
  })

  it('keeps the order of stdout and stderr, however close they are', async () => {
    const agent = new LocalAgent()
    const script = 'for (1 .. 500) { syswrite STDOUT, "o"; <STDIN>; syswrite STDERR, "e"; <STDIN> }'
    agent.send({ type: 'grant', bytes: 2 ** 20 }, perl(script, { stdin: 'frames' }))
    for (let count = 1; count <= 1000; count++) {
      const both = (): number => agent.bytes('stdout').length + agent.bytes('stderr').length
      await vi.waitUntil(() => both() === count, { interval: 0, timeout: 20_000 })
      agent.stdin('\n')
    }
    await agent.next('exit')
    const order = agent.frames.flatMap(({ type }) => (type === 'stdout' || type === 'stderr' ? [type] : []))
    expect(order).toEqual(Array.from({ length: 1000 }, (_, index) => (index % 2 === 0 ? 'stdout' : 'stderr')))
  })

  it('that is left at the program’s end waits for credit, and EXIT waits for it', async () => {
    const agent = new LocalAgent()
    agent.send(perl('print "x" x 50000; open F, ">", "done"; print F "\\n"'))
    await agent.wrote('done')
    agent.send({ type: 'grant', bytes: 49_999 }, { type: 'ping', token: 1 })
    await agent.until('what has credit', () => agent.bytes('stdout').length === 49_999)
    agent.send({ type: 'ping', token: 2 })
    await agent.until('a pong', () => agent.frames.some((frame) => frame.type === 'pong' && frame.token === 2))
    expect(agent.frames.some(({ type }) => type === 'exit')).toBe(false)
    agent.send({ type: 'grant', bytes: 1 })
    await agent.next('exit')
    expect(agent.bytes('stdout')).toHaveLength(50_000)
    expect(agent.frames.at(-1)?.type).toBe('exit')
  })

  it('without credit does not block signals to the program', async () => {
    const agent = new LocalAgent()
    agent.send(
      perl('$SIG{USR1} = sub { exit 9 }; open F, ">", "full"; print F "\\n"; close F; print "x" x 4096 while 1'),
    )
    await agent.wrote('full')
    agent.send({ type: 'signal', signal: 10 }, { type: 'grant', bytes: 2 ** 30 })
    expect(await agent.next('exit')).toMatchObject({ exitCode: 9, cause: null })
  })

  it('without credit does not block a STOP, and is then dropped', async () => {
    const agent = new LocalAgent()
    agent.send(perl(writer(TOTAL)), sh('echo next'))
    await agent.wrote('full')
    agent.send({ type: 'stop', cause: 'output-limit', graceMs: 0 })
    expect(await agent.next('exit')).toMatchObject({ cause: 'output-limit', signal: 9 })
    expect(await agent.next('exit')).toMatchObject({ cause: 'skipped' })
    expect(agent.bytes('stdout')).toHaveLength(0)
  })

  it('stays complete if the host is slow, and a pong overtakes it', async () => {
    const agent = new LocalAgent()
    const total = 4_000_000
    agent.send({ type: 'grant', bytes: total }, perl(writer(total)))
    await agent.next('stdout')
    agent.listening = false
    await agent.wrote('full')
    agent.send({ type: 'ping', token: 1 })
    agent.listening = true
    await agent.next('exit')
    expect(agent.frames.at(-1)?.type).toBe('exit')
    expect(agent.frames.findIndex(({ type }) => type === 'pong')).toBeLessThan(agent.frames.length - 10)
    expect(agent.bytes('stdout').equals(written(total))).toBe(true)
  })

  it('does not block pings, which are answered in between', async () => {
    const agent = new LocalAgent()
    agent.send({ type: 'grant', bytes: 2 ** 30 }, perl('print "x" x 65536 while 1'))
    await agent.next('stdout')
    for (let token = 0; token < 20; token++) {
      agent.send({ type: 'ping', token })
      expect(await agent.next('pong')).toEqual({ type: 'pong', token })
    }
    agent.send({ type: 'stop', cause: 'cancelled', graceMs: 0 })
    expect((await agent.next('exit')).cause).toBe('cancelled')
  })
})

describe('waiting', () => {
  const NAP = 'select undef, undef, undef, 0.5'
  const TERMINAL = { cols: 80, rows: 24 }
  it.each([
    ['a program that has closed its stdin', `close STDIN; ${NAP}`, 1000, null],
    ['a program that has closed its output', `close STDOUT; close STDERR; ${NAP}`, 1000, null],
    ['output without credit', `print "x"; ${NAP}`, 0, null],
    ['output without credit at a terminal', `print "x"; ${NAP}`, 0, TERMINAL],
    ['a terminal that takes no more', `system "stty -icanon -echo"; print "up"; ${NAP}`, 1000, TERMINAL],
  ])('for %s takes no CPU', async (_what, program, credit, terminal) => {
    const agent = new LocalAgent()
    agent.send({ type: 'grant', bytes: credit }, perl(program, { stdin: 'frames', terminal }))
    await agent.next('started')
    if (terminal !== null && credit > 0) {
      await agent.says('up')
      agent.send({ type: 'stdin', bytes: Buffer.alloc(256 * 1024, 'x') })
    }
    await agent.until('the program to end', () => agent.children.length === 0)
    expect(agent.cpuTicks).toBeLessThan(15)
    agent.send({ type: 'grant', bytes: 1000 })
    await agent.next('exit')
  })
})
