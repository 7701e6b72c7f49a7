import { spawn } from 'node:child_process'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { ExitFrame } from '../../src/worker/agent/frames.ts'
import { exec, LocalAgent, limits, perl, sh } from './agent-under-test.ts'
import { CgroupFixture } from './cgroup-fixture.ts'

/** Waits for a line of stdin, then runs the code. */
const waiting = (change: Parameters<typeof sh>[1] = {}) =>
  sh('echo up; read line; eval "$line"', { stdin: 'frames', ...change })

const LIVE = { stdin: 'frames', interactive: true } as const

/** A file of the cgroup, the name that its value follows there (none if it has only the value), and the new value. */
type Counter = (value: number) => readonly [file: string, name: string | null, value: number]

type Counters = Record<'cpu' | 'peak' | 'oom' | 'pids' | 'pidsMax', Counter> & { version: 'cgroup-v1' | 'cgroup-v2' }

const VERSIONS: readonly Counters[] = [
  {
    version: 'cgroup-v1',
    cpu: (us) => ['cpuacct/cpuacct.usage', null, us * 1000],
    peak: (bytes) => ['memory/memory.max_usage_in_bytes', null, bytes],
    oom: (kills) => ['memory/memory.oom_control', 'oom_kill', kills],
    pids: (failures) => ['pids/pids.events', 'max', failures],
    pidsMax: (limit) => ['pids/pids.max', null, limit],
  },
  {
    version: 'cgroup-v2',
    cpu: (us) => ['cpu.stat', 'usage_usec', us],
    peak: (bytes) => ['memory.peak', null, bytes],
    oom: (kills) => ['memory.events', 'oom_kill', kills],
    pids: (failures) => ['pids.events', 'max', failures],
    pidsMax: (limit) => ['pids.max', null, limit],
  },
]

describe.each(VERSIONS)('usage and verdicts by $version', ({ version, cpu, peak, oom, pids, pidsMax }) => {
  /** An active program, in a cgroup whose counters the test can change. */
  async function start(change: Parameters<typeof waiting>[0] = {}) {
    const cgroup = new CgroupFixture(version)
    const set = (counter: ReturnType<Counter>): void => cgroup.set(...counter)
    set(cpu(5_000_000))
    set(oom(3))
    set(pids(3))
    set(pidsMax(65))
    const agent = new LocalAgent({ cgroup: cgroup.root })
    agent.send({ type: 'grant', bytes: 1000 }, waiting(change))
    await agent.says('up')
    const finish = (command: string) => {
      agent.stdin(`${command}\n`)
      return agent.next('exit')
    }
    return { agent, set, finish }
  }

  it('counts the CPU time since the program began', async () => {
    const { set, finish } = await start()
    set(cpu(6_234_567)) // some of it used by the agent's own checks
    expect(await finish('exit 0')).toMatchObject({ cpuUs: expect.closeTo(1_234_567, -5), cause: null })
  })

  it('stops a program at its CPU limit', async () => {
    const { agent, set } = await start({ limits: limits({ cpuMs: 1000 }) })
    // Its own checks do not count. On a slow machine they take more than a moment, and this counter stands still.
    set(cpu(7_000_000))
    const exit = await agent.next('exit')
    expect(exit).toMatchObject({ cause: 'cpu-limit', signal: 9 })
    expect(exit.cpuUs / 1_000_000).toBeCloseTo(2, 0)
  })

  it('lets a program stay below its CPU limit', async () => {
    const { set, finish } = await start({ limits: limits({ cpuMs: 1000 }) })
    set(cpu(5_999_999))
    expect(await finish('exit 0')).toMatchObject({ cause: null, exitCode: 0 })
  })

  it('takes the higher one of two peaks of memory', async () => {
    const { set, finish } = await start()
    set(peak(900_000_000))
    expect(await finish('exit 0')).toMatchObject({ peakBytes: 900_000_000, memorySource: 'cgroup' })
  })

  it('ignores a peak from before the program began', async () => {
    const { agent, set, finish } = await start()
    set(peak(900_000_000))
    await finish('exit 0')
    expect(await agent.run(sh('exit 0'))).toMatchObject({ memorySource: 'rss' })
  })

  it.each([
    ['memory-limit', oom],
    ['process-limit', pids],
  ] as const)('says %s if the kernel counted one and the program failed', async (cause, counter) => {
    const failed = await start()
    failed.set(counter(4))
    expect(await failed.finish('exit 1')).toMatchObject({ cause, exitCode: 1 })
    const killed = await start()
    killed.set(counter(4))
    expect(await killed.finish('kill -9 $$')).toMatchObject({ cause, signal: 9 })
    const fine = await start()
    fine.set(counter(4))
    expect(await fine.finish('exit 0')).toMatchObject({ cause: null, exitCode: 0 })
    const before = await start()
    expect(await before.finish('exit 1')).toMatchObject({ cause: null, exitCode: 1 })
  })

  it('warns if the kernel refused processes and the program ended for another reason', async () => {
    const warnings = ({ frames }: LocalAgent): unknown[] => frames.filter(({ type }) => type === 'warn')
    const { agent, set } = await start({ limits: limits({ cpuMs: 1000 }) })
    set(pids(4))
    set(cpu(7_000_000))
    await agent.next('exit')
    expect(warnings(agent)).toMatchObject([{ code: 5, message: expect.stringContaining('its limit, 64, and') }])
    const named = await start()
    named.set(pids(4))
    await named.finish('exit 1')
    expect(warnings(named.agent)).toEqual([])
  })

  it('keeps the cause that came first', async () => {
    const { agent, set } = await start()
    set(oom(4))
    agent.send({ type: 'stop', cause: 'cancelled', graceMs: 0 })
    expect((await agent.next('exit')).cause).toBe('cancelled')
  })
})

describe('without a cgroup', () => {
  it('CPU time is that of its processes, and limits apply to it', async () => {
    const exit = await new LocalAgent().run(perl('1 while 1', { limits: limits({ cpuMs: 100 }) }))
    expect(exit).toMatchObject({ cause: 'cpu-limit', signal: 9, memorySource: 'rss' })
    expect(exit.cpuUs).toBeGreaterThanOrEqual(100_000)
  })

  it('cpu includes children, waited for or not', async () => {
    const burn = '$end = (times)[0] + 0.1; 1 while (times)[0] < $end;'
    const exit = await new LocalAgent().run(
      perl(`if (fork == 0) { ${burn} open F, ">", "f"; exit } 1 until -e "f"; sleep 0; exit`),
    )
    expect(exit.cpuUs).toBeGreaterThanOrEqual(100_000)
  })

  it('memory is the largest of any process', async () => {
    const exit = await new LocalAgent().run(perl('system "perl", "-e", q($x = "x" x 50_000_000); exit 0'))
    expect(exit.peakBytes).toBeGreaterThan(50_000_000)
  })
})

describe('time', () => {
  it('is limited by the wall clock', async () => {
    const exit = await new LocalAgent().run(sh('sleep 1000', { limits: limits({ wallMs: 50 }) }))
    expect(exit).toMatchObject({ cause: 'wall-limit', signal: 9 })
    expect(exit.wallUs).toBeGreaterThanOrEqual(50_000)
  })

  it('does not include the time in which the host takes no output, which is idle time', async () => {
    const agent = new LocalAgent()
    const limited = { limits: limits({ wallMs: 300, idleMs: 1500 }) }
    agent.send(perl('print "x" x 65536 while 1', limited))
    await agent.next('started')
    await agent.until('the program to be killed', () => agent.children.length === 0)
    agent.send({ type: 'grant', bytes: 2 ** 30 })
    const exit = await agent.next('exit')
    expect(exit).toMatchObject({ cause: 'idle-limit', signal: 9 })
    expect(exit.wallUs).toBeGreaterThanOrEqual(1_500_000)
  })

  it('does not include waiting for a slow reader', async () => {
    const agent = new LocalAgent()
    agent.send(perl('print "x" x 65536 for 1 .. 8', { limits: limits({ wallMs: 300 }) }))
    const step = 4096
    const began = performance.now()
    for (let granted = step; granted <= 8 * 65_536; granted += step) {
      agent.send({ type: 'grant', bytes: step })
      const isOver = (): boolean => agent.frames.some(({ type }) => type === 'exit')
      await agent.until('what was granted', () => agent.bytes('stdout').length >= granted || isOver())
      // So slow that it makes three times its limit in all.
      const due = began + (900 * granted) / (8 * 65_536)
      await vi.waitUntil(() => performance.now() >= due, { interval: 1, timeout: 20_000 })
    }
    expect(await agent.next('exit')).toMatchObject({ cause: null, exitCode: 0 })
  })

  it('of a program that waits for its user is idle time, not wall time', async () => {
    const exit = await new LocalAgent().run(
      exec(['cat'], { ...LIVE, limits: limits({ wallMs: 1500, idleMs: 2000, hardMs: 60_000 }) }),
    )
    expect(exit).toMatchObject({ cause: 'idle-limit', signal: 9 })
    expect(exit.wallUs).toBeGreaterThanOrEqual(2_000_000)
  })

  it('of an interactive program that computes is wall time', async () => {
    const exit = await new LocalAgent().run(
      perl('1 while 1', { ...LIVE, limits: limits({ wallMs: 1200, idleMs: 1000 }) }),
    )
    expect(exit.cause).toBe('wall-limit')
  })

  it('of an interactive program that writes is wall time', async () => {
    const program = 'for (1 .. 1000) { print "x"; select undef, undef, undef, 0.3 }'
    const exit = await new LocalAgent().run(perl(program, { ...LIVE, limits: limits({ wallMs: 1300, idleMs: 1000 }) }))
    expect(exit.cause).toBe('wall-limit')
  })

  it('counts fully once stdin has ended', async () => {
    const agent = new LocalAgent()
    const exit = await agent.run(sh('sleep 1000', { ...LIVE, limits: limits({ wallMs: 1300, idleMs: 1100 }) }), {
      type: 'stdin-end',
    })
    expect(exit.cause).toBe('wall-limit')
  })

  it('has a hard end, idle or not', async () => {
    const exit = await new LocalAgent().run(
      exec(['cat'], { ...LIVE, limits: limits({ wallMs: 5000, idleMs: 5000, hardMs: 50 }) }),
    )
    expect(exit).toMatchObject({ cause: 'hard-limit', signal: 9 })
  })
})

describe('time on a processor that others have', () => {
  /** A program on the first processor, beside four others that never rest. */
  async function crowded(script: string, wallMs: number): Promise<ExitFrame> {
    const busy = Array.from({ length: 4 }, () =>
      spawn('taskset', ['-c', '0', 'perl', '-e', '1 while 1'], { stdio: 'ignore', detached: true }),
    )
    onTestFinished(() => {
      for (const neighbour of busy) neighbour.kill('SIGKILL')
    })
    const limited = { limits: limits({ wallMs, hardMs: 60_000 }) }
    return new LocalAgent().run(exec(['taskset', '-c', '0', 'perl', '-e', script], limited))
  }

  /** Needs 0.6 s of CPU. */
  const COMPUTE = 'sub used { my ($user, $system) = times; $user + $system } 1 while used() < 0.6;'

  it('is not wall time', async () => {
    const exit = await crowded(COMPUTE, 900)
    expect(exit).toMatchObject({ cause: null, exitCode: 0 })
    expect(exit.wallUs).toBeGreaterThan(900_000)
  })

  it('is not wall time of child processes either', async () => {
    const exit = await crowded(`if (my $child = fork) { waitpid $child, 0; exit $? >> 8 } ${COMPUTE}`, 900)
    expect(exit).toMatchObject({ cause: null, exitCode: 0 })
  })

  it('is wall time while the program sleeps', async () => {
    expect(await crowded('sleep 1000', 300)).toMatchObject({ cause: 'wall-limit', signal: 9 })
  })

  it('is wall time if another thread of the program has the processor', async () => {
    const limited = { limits: limits({ wallMs: 400, hardMs: 60_000 }) }
    const script = 'fork; fork; 1 while 1'
    const exit = await new LocalAgent().run(exec(['taskset', '-c', '0', 'perl', '-e', script], limited))
    expect(exit.cause).toBe('wall-limit')
  })

  it('has a hard end', async () => {
    const limited = { limits: limits({ wallMs: 60_000, hardMs: 50 }) }
    expect(await new LocalAgent().run(perl('1 while 1', limited))).toMatchObject({ cause: 'hard-limit', signal: 9 })
  })
})

describe('a file', () => {
  it('that exceeds its limit is named', async () => {
    const exit = await new LocalAgent().run(
      perl('open F, ">", "f"; syswrite F, "x" x 2000 while 1', { limits: limits({ fileBytes: 1000 }) }),
    )
    expect(exit).toMatchObject({ cause: 'file-size-limit', signal: 25 })
  })

  it.each([
    ['when the signal is ignored', '$SIG{XFSZ} = "IGNORE"; open F, ">", "f"; syswrite F, "x" x 2000 or exit 1 while 1'],
    ['of a child', 'mkdir "d"; system q(perl -e "open F, q(>), q(d/f); syswrite F, q(x) x 2000 while 1"); exit 1'],
  ])('that exceeds its limit is also named %s', async (_what, script) => {
    const exit = await new LocalAgent().run(perl(script, { limits: limits({ fileBytes: 1000 }) }))
    expect(exit).toMatchObject({ cause: 'file-size-limit', exitCode: 1 })
  })

  it('that a shell command would extend beyond its limit is named, although it has not grown', async () => {
    const script = 'perl -e "open F, q(>), q(f); truncate F, 2000"; exit $?'
    const exit = await new LocalAgent().run(sh(script, { limits: limits({ fileBytes: 1000 }) }))
    expect(exit).toMatchObject({ cause: 'file-size-limit', exitCode: 153 })
  })

  it('that was at its limit before is not reported', async () => {
    const agent = new LocalAgent()
    await agent.run(perl('open F, ">", "f"; print F "x" x 1000; close F; utime 1, 1, "f"'))
    const exit = await agent.run(perl('exit 1', { limits: limits({ fileBytes: 1000 }) }))
    expect(exit).toMatchObject({ cause: null, exitCode: 1 })
  })

  it('below its limit is not reported', async () => {
    const exit = await new LocalAgent().run(
      perl('open F, ">", "f"; syswrite F, "x" x 999; exit 1', { limits: limits({ fileBytes: 1000 }) }),
    )
    expect(exit).toMatchObject({ cause: null, exitCode: 1 })
  })
})
