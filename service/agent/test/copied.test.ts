import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ExecFrame, PrepareFrame } from '../../src/worker/agent/frames.ts'
import { LocalAgent, limits, RUNTIME_PATH as PATH, sh } from './agent-under-test.ts'

/** A perl that waits, and runs its program's second argument. */
const WAITING: PrepareFrame = {
  type: 'prepare',
  phase: 'run',
  argv: [
    'perl',
    '-e',
    `$SIG{USR1} = sub { print "signalled\\n" };
    open my $handed, "<", "/.sandrun/handover" or die $!;
    my ($count, @strings) = split /\\0/, join "", <$handed>; close $handed;
    @ARGV = splice @strings, 0, $count; %ENV = map { split /=/, $_, 2 } @strings; $| = 1;
    eval $ARGV[1]; die $@ if $@`,
  ],
  env: { PATH },
}

const copied = (script: string, change: Partial<ExecFrame> = {}): ExecFrame => ({
  ...sh('echo ordinary', { prepared: true, copied: true, ...change }),
  argv: ['perl', script],
})

async function prepared(frame = WAITING): Promise<{ agent: LocalAgent; runtime: number }> {
  const agent = new LocalAgent()
  agent.send(frame)
  expect(await agent.next('prepared')).toMatchObject({ ok: true })
  return { agent, runtime: Number(agent.children[0]) }
}

const startsOf = ({ frames }: LocalAgent): boolean[] =>
  frames.flatMap((frame) => (frame.type === 'started' ? frame.prepared : []))

describe('a copy of a runtime that waits', () => {
  it('runs each program, which sees what a new process sees', async () => {
    const { agent, runtime } = await prepared()
    const script = `$n++; print join("|", $n, getppid, getpgrp == $$, scalar(times), $$ == ${runtime}), "\\n"; exit 3`
    for (const _turn of [1, 2, 3]) expect(await agent.run(copied(script))).toMatchObject({ exitCode: 3 })
    expect(agent.text()).toBe(`1|${agent.pid}|1|0|\n`.repeat(3))
    expect(startsOf(agent)).toEqual([true, true, true])
    expect(agent.children).toEqual([String(runtime)])
  })

  it('has its own streams, environment, limits and descriptors', async () => {
    const { agent } = await prepared()
    const script = 'print "$ENV{ONE}\\n"; print STDERR <STDIN>; exec "ls /proc/self/fd | xargs; ulimit -n; env"'
    for (const turn of [1, 2]) {
      const env = { PATH, ONE: `${turn}` }
      await agent.run(
        copied(script, { env, stdin: 'frames', limits: limits({ openFiles: 70 + turn }) }),
        { type: 'stdin', bytes: Buffer.from(`line ${turn}\n`) },
        { type: 'stdin-end' },
      )
    }
    const seen = agent.text().replaceAll(/^(PWD|_|PATH)=.*\n/gm, '')
    expect(seen).toBe('1\n0 1 2 3\n71\nONE=1\n2\n0 1 2 3\n72\nONE=2\n')
    expect(agent.text('stderr')).toBe('line 1\nline 2\n')
  })

  it('leaves nothing of its memory, signals or processes to the next', async () => {
    const { agent, runtime } = await prepared()
    await agent.run(copied(`$n = 5; kill "USR1", ${runtime}; kill "TERM", ${runtime}; fork or sleep; print "first\\n"`))
    await agent.run(copied('print "next ", $n // "fresh", "\\n"'))
    expect(agent.text()).toBe('first\nnext fresh\n')
    expect(agent.children).toEqual([String(runtime)])
    expect(startsOf(agent)).toEqual([true, true])
  })

  it('can change neither the limits nor the priority of the runtime', async () => {
    const { agent, runtime } = await prepared()
    const before = readFileSync(`/proc/${runtime}/limits`, 'utf8')
    const script =
      `print system("prlimit --pid ${runtime} --cpu=1 2>/dev/null") != 0, ` +
      `system("renice -n 5 -p ${runtime} >/dev/null 2>&1") != 0, ` +
      `system("taskset -p 1 ${runtime} >/dev/null 2>&1") != 0`
    await agent.run(copied(script))
    expect(agent.text()).toBe('111')
    expect(readFileSync(`/proc/${runtime}/limits`, 'utf8')).toBe(before)
  })

  it('stays through a RESET, which finds nobody else', async () => {
    const { agent, runtime } = await prepared()
    await agent.run(copied('print "one\\n"'))
    expect(await agent.reset(false)).toMatchObject({ ok: true })
    await agent.run(copied('print "two\\n"'))
    expect(agent.text()).toBe('one\ntwo\n')
    expect(agent.children).toEqual([String(runtime)])
  })

  it('ends by a limit or a STOP, and the runtime waits on', async () => {
    const { agent, runtime } = await prepared()
    expect(await agent.run(copied('1 while 1', { limits: limits({ wallMs: 50 }) }))).toMatchObject({
      cause: 'wall-limit',
    })
    agent.send({ type: 'grant', bytes: 100 }, copied('print "up\\n"; sleep'))
    await agent.says('up')
    agent.send({ type: 'stop', cause: 'cancelled', graceMs: 1000 })
    expect(await agent.next('exit')).toMatchObject({ cause: 'cancelled', signal: 15 })
    expect(agent.children).toEqual([String(runtime)])
  })

  it('follows on a program that stopped the runtime', async () => {
    const { agent, runtime } = await prepared()
    await agent.run(copied(`kill "STOP", ${runtime}; print "stopped\\n"`))
    await agent.run(copied('print "two\\n"'))
    expect(agent.text()).toBe('stopped\ntwo\n')
    expect(startsOf(agent)).toEqual([true, true])
  })
})

describe('a normal start follows', () => {
  it('on a program that killed the runtime', async () => {
    const { agent, runtime } = await prepared()
    await agent.run(copied(`kill "KILL", ${runtime}; print "killed\\n"`))
    await agent.run({ ...copied(''), argv: ['echo', 'ordinary'] })
    expect(agent.text()).toBe('killed\nordinary\n')
    expect(startsOf(agent)).toEqual([true, false])
    expect(existsSync(`/proc/${runtime}`)).toBe(false)
  })

  it('on more processes than can be found one by one', async () => {
    const { agent } = await prepared()
    await agent.run(copied('for (1..40) { fork or do { setpgrp; sleep } } print "many\\n"'))
    expect(agent.children).toEqual([])
    await agent.run({ ...copied(''), argv: ['echo', 'ordinary'] })
    expect(agent.text()).toBe('many\nordinary\n')
  })

  it('in place of a copy of a runtime with threads', async () => {
    const threads = 'use threads; threads->create(sub { sleep })->detach;'
    const [perl = '', option = '', script = ''] = WAITING.argv
    const { agent } = await prepared({ ...WAITING, argv: [perl, option, threads + script] })
    await agent.run({ ...copied(''), argv: ['echo', 'ordinary'] })
    expect(agent.text()).toBe('ordinary\n')
    expect(startsOf(agent)).toEqual([false])
  })
})
