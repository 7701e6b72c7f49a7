import { describe, expect, it } from 'vitest'
import { exec, LocalAgent, perl, sh } from './agent-under-test.ts'

const WINDOW = 256 * 1024

describe('stdin', () => {
  it('is empty if the program gets none', async () => {
    const agent = new LocalAgent()
    await agent.run(sh('wc -c; test -f /dev/stdin && echo file; echo no >/dev/stdin || wc -c'))
    expect(agent.text()).toBe('0\nfile\n0\n')
  })

  it.each([
    ['reads', 'read line', [2]],
    ['reads in a child process', '(exec 3<&0; read line <&3)', [2]],
    ['leaves alone', 'test -t 0', []],
  ])('that is missing causes a warning if the program %s it', async (_what, script, codes) => {
    const agent = new LocalAgent()
    await agent.run(sh(script))
    expect(agent.frames.flatMap((frame) => (frame.type === 'warn' ? frame.code : []))).toEqual(codes)
  })

  it('reaches the program as it comes, and its end is the program’s end of input', async () => {
    const agent = new LocalAgent()
    agent.send({ type: 'grant', bytes: 1000 }, exec(['cat'], { stdin: 'frames' }))
    agent.stdin('one\n')
    await agent.says('one\n')
    agent.stdin('two\n')
    await agent.says('two\n')
    agent.send({ type: 'stdin-end' })
    expect((await agent.next('exit')).exitCode).toBe(0)
    expect(agent.acknowledged).toBe(8)
  })

  it('waits for its program', async () => {
    const agent = new LocalAgent()
    agent.stdin('early')
    agent.send({ type: 'stdin-end' })
    await agent.run(sh('cat', { phase: 'compile' }), exec(['cat'], { stdin: 'frames' }))
    await agent.next('exit')
    expect(agent.text()).toBe('early')
  })

  it('of several programs is separated by its ends', async () => {
    const agent = new LocalAgent()
    for (const text of ['first\n', '', 'third\n']) {
      agent.stdin(text)
      agent.send({ type: 'stdin-end' })
    }
    const read = sh('read line; echo "<$line>"', { stdin: 'frames' })
    agent.send({ type: 'grant', bytes: 1000 }, read, read, read)
    await agent.until('three ends', () => agent.frames.filter(({ type }) => type === 'exit').length === 3)
    expect(agent.text()).toBe('<first>\n<>\n<third>\n')
  })

  it('may be ignored by the program, however long it is', async () => {
    const agent = new LocalAgent()
    agent.send({ type: 'stdin', bytes: Buffer.alloc(WINDOW) })
    expect(await agent.run(sh('exit 4', { stdin: 'frames' }))).toMatchObject({ exitCode: 4, cause: null })
    await agent.until('all of it to be acknowledged', () => agent.acknowledged === WINDOW)
    agent.send({ type: 'stdin', bytes: Buffer.alloc(WINDOW) })
    await agent.until('the rest, too', () => agent.acknowledged === 2 * WINDOW)
    agent.send({ type: 'stdin-end' })
    agent.stdin('new\n')
    await agent.run(sh('read line; echo $line', { stdin: 'frames' }))
    expect(agent.text()).toBe('new\n')
  })

  it('that a finished program did not take does not reach the next', async () => {
    const agent = new LocalAgent()
    await agent.run(sh('exit 0', { stdin: 'frames' }))
    agent.stdin('late')
    await agent.until('it to be discarded', () => agent.acknowledged === 4)
    agent.send(sh('read line; echo $line', { stdin: 'frames' }))
    agent.stdin('mine\n')
    await agent.next('exit')
    expect(agent.text()).toBe('mine\n')
  })

  it('is discarded once the program has closed it', async () => {
    const agent = new LocalAgent()
    agent.send(
      { type: 'grant', bytes: 1000 },
      perl('close STDIN; print "closed"; sleep 1 while 1', { stdin: 'frames' }),
    )
    await agent.says('closed')
    agent.send({ type: 'stdin', bytes: Buffer.alloc(WINDOW) })
    await agent.until('it to be acknowledged', () => agent.acknowledged === WINDOW)
    agent.send({ type: 'stop', cause: 'cancelled', graceMs: 0 })
    expect((await agent.next('exit')).cause).toBe('cancelled')
  })

  it('is acknowledged only when the program takes it', async () => {
    const agent = new LocalAgent()
    const program = '$n += $r while $r = sysread STDIN, $x, 65536; print "=$n"'
    // The event may come at any moment, but must not be missed.
    const waits = '$SIG{USR1} = sub { $go = 1 }; syswrite STDOUT, "up"; select undef, undef, undef, 0.01 until $go'
    agent.send({ type: 'grant', bytes: 1000 }, perl(`${waits}; ${program}`, { stdin: 'frames' }))
    await agent.says('up')
    agent.send({ type: 'stdin', bytes: Buffer.alloc(WINDOW) })
    await agent.until('the pipe to be full', () => agent.acknowledged === 65_536)
    agent.send({ type: 'ping', token: 7 }, { type: 'signal', signal: 10 })
    await agent.until('the rest to follow', () => agent.acknowledged === WINDOW)
    agent.send({ type: 'stdin-end' })
    await agent.next('exit')
    expect(agent.text()).toBe(`up=${WINDOW}`)
  })

  it('beyond the window is an error of the host', async () => {
    const agent = new LocalAgent()
    agent.send({ type: 'stdin', bytes: Buffer.alloc(WINDOW) })
    expect(await agent.fail({ type: 'stdin', bytes: Buffer.alloc(1) })).toMatchObject({
      phase: null,
      code: 'protocol-error',
    })
    expect(await agent.ended).toBe(70)
  })
})
