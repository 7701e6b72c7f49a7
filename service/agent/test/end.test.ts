import { describe, expect, it } from 'vitest'
import { encodeHostFrame } from '../../src/worker/agent/frames.ts'
import { exec, isAlive, LocalAgent, perl, sh } from './agent-under-test.ts'

/** Leaves a daemon in its own session, and its pid in the file `pid`. */
const DAEMON = `
  use POSIX; if (fork == 0) { POSIX::setsid; if (fork == 0) {
    $SIG{TERM} = $SIG{HUP} = "IGNORE"; open F, ">", "pid"; print F "$$\\n"; close F; sleep 1 while 1 } exit 0 } wait;`

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex')

describe('the end of a program', () => {
  it('ends all its processes', async () => {
    const agent = new LocalAgent()
    agent.send(
      { type: 'grant', bytes: 1000 },
      perl(`${DAEMON} select undef, undef, undef, 0.01 until -s "pid"; print "done"`),
    )
    expect(await agent.next('exit')).toMatchObject({ exitCode: 0, cause: null })
    expect(agent.text()).toBe('done')
    expect(isAlive(Number(await agent.wrote('pid')))).toBe(false)
  })

  it('does not wait for a child that holds its output open', async () => {
    const agent = new LocalAgent()
    expect((await agent.run(sh('sleep 1000 & echo $! > pid; echo done'))).exitCode).toBe(0)
    expect(agent.text()).toBe('done\n')
    expect(isAlive(Number(await agent.wrote('pid')))).toBe(false)
  })

  it('waits for the output of a child that still writes', async () => {
    const agent = new LocalAgent()
    const exit = await agent.run(
      perl('if (fork == 0) { print "x" x 1000 while 1 } sysread STDIN, $x, 1', { stdin: 'frames' }),
      {
        type: 'stdin-end',
      },
    )
    expect(exit).toMatchObject({ exitCode: 0, cause: null })
  })
})

describe('STOP', () => {
  it('lets a program end on its own within its grace period', async () => {
    const agent = new LocalAgent()
    agent.send(
      { type: 'grant', bytes: 1000 },
      perl('$SIG{TERM} = sub { print "bye"; exit 5 }; print "up"; sleep 1 while 1'),
    )
    await agent.says('up')
    agent.send({ type: 'stop', cause: 'cancelled', graceMs: 3_600_000 })
    expect(await agent.next('exit')).toMatchObject({ cause: 'cancelled', exitCode: 5, signal: null })
    expect(agent.text()).toBe('upbye')
  })

  it('kills a program that ignores SIGTERM after its grace period', async () => {
    const agent = new LocalAgent()
    agent.send({ type: 'grant', bytes: 1000 }, perl('$SIG{TERM} = "IGNORE"; print "up"; sleep 1 while 1'))
    await agent.says('up')
    agent.send({ type: 'stop', cause: 'wall-limit', graceMs: 20 })
    expect(await agent.next('exit')).toMatchObject({ cause: 'wall-limit', signal: 9 })
  })

  it('kills even a stopped program', async () => {
    const agent = new LocalAgent()
    agent.send({ type: 'grant', bytes: 1000 }, sh('echo up; kill -STOP $$'))
    await agent.says('up')
    agent.send({ type: 'stop', cause: 'cancelled', graceMs: 20 })
    expect(await agent.next('exit')).toMatchObject({ cause: 'cancelled', signal: 9 })
  })

  it('shortens a grace period that was too long, and keeps the first cause', async () => {
    const agent = new LocalAgent()
    agent.send({ type: 'grant', bytes: 1000 }, perl('$SIG{TERM} = sub { print "no" }; print "up"; sleep 1 while 1'))
    await agent.says('up')
    agent.send({ type: 'stop', cause: 'cancelled', graceMs: 3_600_000 })
    await agent.says('no')
    agent.send({ type: 'stop', cause: 'output-limit', graceMs: 0 })
    expect(await agent.next('exit')).toMatchObject({ cause: 'cancelled', signal: 9 })
  })

  it('skips queued programs, but no later ones', async () => {
    const agent = new LocalAgent()
    const late = { type: 'file', path: 'late', content: Buffer.of(), executable: false } as const
    agent.send({ type: 'grant', bytes: 1000 }, sh('echo up; sleep 1000'))
    await agent.says('up')
    agent.send(late, sh('echo never'), { type: 'stop', cause: 'cancelled', graceMs: 0 }, sh('ls'))
    expect([await agent.next('exit'), await agent.next('exit'), await agent.next('exit')]).toMatchObject([
      { cause: 'cancelled' },
      { cause: 'skipped', exitCode: 0, wallUs: 0 },
      { cause: null, exitCode: 0 },
    ])
    expect(agent.text()).toBe('up\n')
  })

  it('does nothing if nothing runs', async () => {
    const agent = new LocalAgent()
    agent.send({ type: 'stop', cause: 'cancelled', graceMs: 0 }, { type: 'signal', signal: 9 })
    expect(await agent.run(sh('exit 1'))).toMatchObject({ cause: null, exitCode: 1 })
  })
})

describe('the end of the agent', () => {
  it.each([
    ['its stdin ends', undefined, 0],
    ['the host sends nothing more', 300, 69],
  ])('follows when %s, and ends everything with it', async (_when, silenceMs, code) => {
    const agent = new LocalAgent({ ...(silenceMs !== undefined && { silenceMs }) })
    agent.send({ type: 'grant', bytes: 1000 }, perl(`${DAEMON} $SIG{TERM} = "IGNORE"; print "$$\\n"; sleep 1 while 1`))
    const daemon = Number(await agent.wrote('pid'))
    await agent.says('\n')
    const main = Number(agent.text())
    expect([isAlive(daemon), isAlive(main)]).toEqual([true, true])
    if (silenceMs === undefined) agent.hangUp()
    expect(await agent.ended).toBe(code)
    expect([isAlive(daemon), isAlive(main)]).toEqual([false, false])
  })

  it.each([
    ['an unknown type', '0c 00000000'],
    ['a type of the agent', '81 00000002 0001'],
    ['a payload over 1 MiB', '03 00100001'],
    ['a signal without a number', '05 00000000'],
    ['a grant that is too long', '07 00000005 0000000000'],
    ['a stop without a cause', '08 00000005 0000000000'],
    ['a stop with an unknown cause', '08 00000005 0b00000000'],
    ['an end of stdin with a payload', '04 00000001 00'],
    ['an EXEC that is too short', '02 00000002 0100'],
    ['a FILE that is too short', '01 00000003 00 0005'],
    // Each limit once, in order, without all others.
    ...[0, 1, 2, 3, 4, 5].map((zero): [string, string] => {
      const limits = [4, 4, 4, 4, 8, 4].map((width, index) => (index === zero ? '00' : 'ff').repeat(width))
      return [`an EXEC whose limit ${zero} is 0`, `02 0000002b 01 00 00000000 ${limits.join('')} 0001 00000001 61 0000`]
    }),
  ])('follows after %s, with an explanation', async (_what, frame) => {
    const agent = new LocalAgent()
    agent.sendBytes(bytes(frame))
    expect(await agent.next('failed')).toMatchObject({ phase: null, code: 'protocol-error' })
    expect(await agent.ended).toBe(70)
  })

  it.each([
    ['without arguments', exec([])],
    ['with a NUL in an argument', exec(['sh', 'a\0b'])],
  ])('follows after an EXEC %s', async (_what, frame) => {
    const agent = new LocalAgent()
    expect(await agent.fail(frame)).toMatchObject({ code: 'protocol-error' })
    expect(await agent.ended).toBe(70)
  })

  it('follows when more is queued than the queue may hold', async () => {
    const agent = new LocalAgent()
    agent.send({ type: 'grant', bytes: 1000 }, sh('echo up; sleep 1000'))
    await agent.says('up')
    const file = encodeHostFrame({ type: 'file', path: 'a', content: Buffer.alloc(2 ** 20 - 4), executable: false })
    for (let sent = 0; sent < 64; sent++) agent.sendBytes(file)
    agent.send({ type: 'ping', token: 64 })
    await agent.next('pong')
    agent.sendBytes(file)
    expect(await agent.next('failed')).toMatchObject({ code: 'protocol-error' })
    expect(await agent.ended).toBe(70)
  })

  it('does not follow from frames split anywhere', async () => {
    const agent = new LocalAgent()
    const frames = [
      exec(['cat'], { stdin: 'frames' }),
      { type: 'grant', bytes: 9 },
      { type: 'stdin', bytes: Buffer.from('abc') },
      { type: 'stdin-end' },
    ] as const
    for (const byte of Buffer.concat(frames.map(encodeHostFrame))) agent.sendBytes(Buffer.of(byte))
    expect((await agent.next('exit')).exitCode).toBe(0)
    expect(agent.text()).toBe('abc')
  })
})
