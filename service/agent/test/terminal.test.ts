import { describe, expect, it } from 'vitest'
import type { ExecFrame } from '../../src/worker/agent/frames.ts'
import { exec, LocalAgent, perl, sh } from './agent-under-test.ts'

const TYPED: Partial<ExecFrame> = { terminal: { cols: 80, rows: 24 }, stdin: 'frames' }

/** Starts a program at a terminal, with credit. */
function start(program: ExecFrame): LocalAgent {
  const agent = new LocalAgent()
  agent.send({ type: 'grant', bytes: 2 ** 30 }, program)
  return agent
}

const warnings = (agent: LocalAgent): number => agent.frames.filter(({ type }) => type === 'warn').length

describe('a terminal', () => {
  it('is the program’s stdin, stdout, stderr and controlling terminal', async () => {
    const agent = start(sh('test -t 0 && test -t 1 && test -t 2 && echo yes >/dev/tty; echo err >&2', TYPED))
    await agent.next('exit')
    expect([agent.text('stdout'), agent.text('stderr')]).toEqual(['yes\r\nerr\r\n', ''])
  })

  it('echoes typed characters, and erases a whole character at a time', async () => {
    const agent = start(exec(['cat'], TYPED))
    agent.stdin('xä\u007f\u007fhi\n')
    await agent.says('hi\r\nhi\r\n')
    agent.send({ type: 'stdin-end' })
    expect((await agent.next('exit')).exitCode).toBe(0)
  })

  it('makes ^C an interrupt', async () => {
    const agent = start(perl('print "up"; sleep 1 while 1', TYPED))
    await agent.says('up')
    agent.stdin('\u0003')
    expect(await agent.next('exit')).toMatchObject({ signal: 2, cause: null })
    expect(agent.text()).toBe('up^C')
  })

  it('makes ^D at the start of a line the end', async () => {
    const agent = start(exec(['cat'], TYPED))
    agent.stdin('a\n\u0004')
    expect((await agent.next('exit')).exitCode).toBe(0)
    expect(agent.text()).toContain('a\r\na\r\n')
  })

  it('delivers a line at ^D in its middle, and continues', async () => {
    const agent = start(perl('while (sysread STDIN, $x, 100) { $x =~ s/\\n/N/; print "<$x>" }', TYPED))
    agent.stdin('ab\u0004')
    await agent.says('<ab>')
    agent.stdin('c\n\u0004')
    await agent.next('exit')
    expect(agent.text()).toContain('<cN>')
  })

  it.each([
    ['at the start of a line', 'line\n', '<line\r\n>'],
    ['in mid-line', 'line', '<line>'],
    ['after nothing at all', '', ''],
  ])('ends with stdin %s', async (_where, typed, read) => {
    const agent = start(perl('print "up"; while (sysread STDIN, $x, 100) { print "<$x>" } print "end"', TYPED))
    await agent.says('up')
    agent.stdin(typed)
    agent.send({ type: 'stdin-end' })
    expect(await agent.next('exit')).toMatchObject({ exitCode: 0, signal: null })
    expect(agent.text()).toContain(`${read}end`)
  })

  it('ends stdin once, so a program that reads again waits', async () => {
    const again =
      'use Fcntl; fcntl STDIN, F_SETFL, O_NONBLOCK; print defined(sysread STDIN, $x, 1) ? "end again" : "nothing"'
    const agent = start(perl(`1 while sysread STDIN, $x, 100; select undef, undef, undef, 0.05; ${again}`, TYPED))
    agent.stdin('line\n')
    agent.send({ type: 'stdin-end' })
    await agent.next('exit')
    expect(agent.text()).toBe('line\r\nnothing')
  })

  it('reports a new size to the program', async () => {
    const agent = start(
      perl('$SIG{WINCH} = sub { print `stty size`; exit }; print `stty size`; sleep 1 while 1', TYPED),
    )
    await agent.says('24 80\r\n')
    agent.send({ type: 'resize', cols: 132, rows: 50 })
    await agent.next('exit')
    expect(agent.text()).toBe('24 80\r\n50 132\r\n')
  })

  it('gets the newest size, even while the program is queued', async () => {
    const agent = new LocalAgent()
    const wait = sh('read line', { stdin: 'frames' })
    agent.send({ type: 'grant', bytes: 1000 }, wait, sh('stty size', TYPED), { type: 'resize', cols: 10, rows: 5 })
    agent.send({ type: 'stdin-end' })
    await agent.next('exit')
    await agent.next('exit')
    expect(agent.text()).toBe('5 10\r\n')
  })

  it('can be for output alone, with stdin from a pipe', async () => {
    const agent = start(sh('test -t 0 || test -t 1 && cat', { ...TYPED, stdinPipe: true }))
    agent.send({ type: 'stdin', bytes: Buffer.from('a\u0004\u0003b\n') }, { type: 'stdin-end' })
    expect((await agent.next('exit')).exitCode).toBe(0)
    expect(agent.text()).toBe('a\u0004\u0003b\r\n')
  })

  it('can be for output alone, with no stdin', async () => {
    const agent = start(sh('test -t 1 && ! test -t 0 && wc -c', { ...TYPED, stdin: 'none' }))
    await agent.next('exit')
    expect(agent.text()).toBe('0\r\n')
  })

  it('sends a signal to its foreground processes', async () => {
    const agent = start(
      exec(['sh', '-mc', '(trap "echo child; exit" TERM; echo up; while :; do sleep 0.01; done); echo parent'], TYPED),
    )
    await agent.says('up')
    agent.send({ type: 'signal', signal: 15 })
    expect((await agent.next('exit')).exitCode).toBe(0)
    expect(agent.text()).toContain('child\r\nparent\r\n')
  })

  it('loses no line to a program that reads slowly', async () => {
    const agent = start(sh('stty -echo; echo up; head -c 1 >/dev/null; cat | cksum', TYPED))
    await agent.says('up')
    const line = `${'x'.repeat(4000)}\n`
    agent.stdin(line.repeat(50))
    agent.send({ type: 'stdin-end' })
    await agent.next('exit')
    expect(agent.text()).toMatch(/ \d+\r\n$/)
    expect(Number(agent.text().trim().split(' ').at(-1))).toBeGreaterThan(4000 * 49)
    expect(warnings(agent)).toBe(0)
  })

  it('warns once about lines that the kernel cuts', async () => {
    const agent = start(perl('system "stty -echo"; print "up"; print length <STDIN>', TYPED))
    await agent.says('up')
    agent.stdin(`${'x'.repeat(4095)}\n`)
    await agent.says('up4096')
    await agent.next('exit')
    expect(warnings(agent)).toBe(0)
    agent.send(perl('system "stty -echo"; print "on"; print length <STDIN> for 1, 2', TYPED))
    await agent.says('on')
    agent.stdin(`${'x'.repeat(5000)}\n${'x'.repeat(5000)}\n`)
    await agent.next('exit')
    expect(warnings(agent)).toBe(1)
    expect(agent.text()).toMatch(/on40964096$/)
  })

  it('delivers a program’s last output', async () => {
    const agent = start(perl('print "x" x 3000; kill KILL, $$', { ...TYPED, stdin: 'none' }))
    await agent.next('exit')
    expect(agent.text()).toBe('x'.repeat(3000))
  })

  it('outlives a program that closes it and opens it again', async () => {
    const agent = start(perl('close STDIN; close STDOUT; close STDERR; open T, ">", "/dev/tty"; print T "back"', TYPED))
    expect((await agent.next('exit')).exitCode).toBe(0)
    expect(agent.text()).toBe('back')
  })
})
