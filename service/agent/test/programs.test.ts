import { describe, expect, it } from 'vitest'
import { exec, LocalAgent, limits, sh } from './agent-under-test.ts'

const file = (path: string, content: string, executable = false) =>
  ({ type: 'file', path, content: Buffer.from(content), executable }) as const

describe('a program', () => {
  it('runs after the agent has said that it is ready', async () => {
    const agent = new LocalAgent()
    const exit = await agent.run(file('hello.sh', 'echo hello'), exec(['sh', 'hello.sh']))
    expect(agent.frames.map(({ type }) => type)).toEqual(['ready', 'started', 'stdout', 'exit'])
    expect(agent.text()).toBe('hello\n')
    expect(agent.frames[0]).toEqual({ type: 'ready', protocol: 3 })
    expect(exit).toMatchObject({ phase: 'run', cause: null, exitCode: 0, signal: null, memorySource: 'rss' })
    expect(exit.wallUs).toBeGreaterThan(0)
    expect(exit.peakBytes).toBeGreaterThan(100_000)
  })

  it('writes stderr separately', async () => {
    const agent = new LocalAgent()
    await agent.run(sh('echo out; echo err >&2'))
    expect([agent.text('stdout'), agent.text('stderr')]).toEqual(['out\n', 'err\n'])
  })

  it.each([0, 1, 42, 255])('exits with code %d', async (code) => {
    expect(await new LocalAgent().run(sh(`exit ${code}`))).toMatchObject({ exitCode: code, signal: null, cause: null })
  })

  it.each([6, 9, 11, 15])('ends by signal %d', async (signal) => {
    expect(await new LocalAgent().run(sh(`kill -${signal} $$`))).toMatchObject({ exitCode: null, signal, cause: null })
  })

  it('writes and reads every byte value', async () => {
    const agent = new LocalAgent()
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, value) => value))
    await agent.run(exec(['cat'], { stdin: 'frames' }), { type: 'stdin', bytes }, { type: 'stdin-end' })
    expect(agent.bytes('stdout')).toEqual(bytes)
  })

  it('gets its arguments, its environment and nothing from the agent', async () => {
    const agent = new LocalAgent()
    await agent.run(
      exec(['perl', '-e', 'print join "|", @ARGV, map("$_=$ENV{$_}", sort keys %ENV)', '', 'a b', 'ä'], {
        env: { PATH: '/usr/bin', ONE: '=1=' },
      }),
    )
    expect(agent.bytes('stdout').toString()).toBe('|a b|ä|ONE==1=|PATH=/usr/bin')
  })

  it('is found through its PATH', async () => {
    const agent = new LocalAgent()
    const exit = await agent.run(
      file('bin/greet', '#!/bin/sh\nexit 7\n', true),
      exec(['greet'], { env: { PATH: agent.path('bin') } }),
    )
    expect(exit.exitCode).toBe(7)
  })

  it('starts in the work directory, as leader of its own session', async () => {
    const agent = new LocalAgent()
    await agent.run(sh('pwd; cut -d" " -f6 /proc/$$/stat | grep -cx $$'))
    expect(agent.text()).toBe(`${agent.work}\n1\n`)
  })

  it('starts with default signals, none blocked, and with the filter', async () => {
    const agent = new LocalAgent()
    await agent.run(exec(['cat', '/proc/self/status']))
    for (const line of [/^SigBlk:\t0+$/m, /^SigIgn:\t0+$/m, /^NoNewPrivs:\t1$/m, /^Seccomp:\t2$/m]) {
      expect(agent.text()).toMatch(line)
    }
  })

  it('has only its three descriptors, no core files, its limits, and is the first to be killed', async () => {
    const agent = new LocalAgent()
    await agent.run(
      sh('ls /proc/self/fd | tr "\\n" " "; ulimit -Hc; ulimit -n; ulimit -f; cat /proc/self/oom_score_adj', {
        limits: limits({ openFiles: 32, fileBytes: 512 * 1024 }),
      }),
    )
    expect(agent.text()).toBe('0 1 2 3 0\n32\n1024\n1000\n') // 3 is the folder that ls reads; ulimit -f counts 512 bytes
  })

  it('that does not exist is reported', async () => {
    const agent = new LocalAgent()
    expect(await agent.fail(exec(['no-such-program'], { phase: 'compile' }))).toMatchObject({
      phase: 'compile',
      code: 'not-found',
      message: expect.stringContaining('no-such-program'),
    })
    expect((await agent.run(sh('exit 3'))).exitCode).toBe(3)
  })

  it.each([
    ['is not executable', file('program', 'text')],
    ['is not a program', file('program', 'text', true)],
  ])('that %s is reported', async (_what, program) => {
    expect(await new LocalAgent().fail(program, exec(['./program']))).toMatchObject({
      phase: 'run',
      code: 'not-executable',
    })
  })
})

describe('the queue', () => {
  it('runs one program after another, in order', async () => {
    const agent = new LocalAgent()
    await agent.run(sh('echo 1; sleep 0.05; echo 2', { phase: 'compile' }), file('three', '3\n'), sh('cat three'))
    await agent.next('exit')
    expect(agent.text()).toBe('1\n2\n3\n')
    expect(agent.frames.filter(({ type }) => type === 'exit')).toMatchObject([{ phase: 'compile' }, { phase: 'run' }])
  })

  it.each([
    ['skips what depends on a failure', 'exit 1', { cause: 'skipped' }],
    ['skips what depends on a crash', 'kill -9 $$', { cause: 'skipped' }],
    ['runs what depends on a success', 'exit 0', { cause: null, exitCode: 5 }],
  ])('%s', async (_what, first, second) => {
    const agent = new LocalAgent()
    await agent.run(sh(first, { phase: 'compile' }), sh('exit 5', { onlyIfOk: true }))
    expect(await agent.next('exit')).toMatchObject(second)
    expect((await agent.run(sh('exit 6'))).exitCode).toBe(6)
  })

  it('is dropped by a failure', async () => {
    const agent = new LocalAgent()
    await agent.fail(exec(['no-such-program'], { phase: 'compile' }), file('late', ''), sh('exit 1'))
    await agent.run(sh('ls; exit 2'))
    expect(agent.text()).toBe('')
    expect(agent.frames.filter(({ type }) => type === 'exit')).toMatchObject([{ exitCode: 2 }])
  })
})
