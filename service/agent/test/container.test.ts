import { describe, expect, it } from 'vitest'
import { exec, limits, perl, sh } from './agent-under-test.ts'
import { ContainerAgent, docker, HARDENED, IMAGE, useAgentVolume } from './container-agent.ts'
import { ALLOWED, PROBE, probed, REFUSED } from './probe.ts'

useAgentVolume()

describe('the agent as PID 1', () => {
  it('runs a program, as the sandbox’s user, at a terminal or not', async () => {
    const agent = new ContainerAgent()
    await agent.run(sh('id -u; pwd; tty; ls -ld /work/.', { terminal: { cols: 80, rows: 24 }, stdin: 'frames' }))
    expect(agent.text()).toMatch(/^20001\r\n\/work\r\n\/dev\/pts\/0\r\n/)
    expect(await agent.run(sh('cat /proc/1/comm /proc/self/oom_score_adj'))).toMatchObject({ exitCode: 0 })
    expect(agent.text()).toMatch(/init\n1000\n$/)
  })

  it.each([
    [
      'tries to reach the network',
      'use Socket; socket S, PF_INET, SOCK_STREAM, 0; connect S, sockaddr_in 80, "\\10\\10\\10\\10"',
      [3],
    ],
    ['looks up a name', 'gethostbyname "example.com"', [3]],
    [
      'connects to itself',
      'use Socket; socket S, PF_INET, SOCK_STREAM, 0; listen S, 1; socket C, PF_INET, SOCK_STREAM, 0; connect C, getsockname S or die',
      [],
    ],
  ])('warns when a program %s', async (_what, script, codes) => {
    const agent = new ContainerAgent()
    expect(await agent.run(perl(script))).toMatchObject({ exitCode: 0 })
    expect(agent.frames.flatMap((frame) => (frame.type === 'warn' ? frame.code : []))).toEqual(codes)
  })

  it('makes its work directory accessible again after a program has locked it', async () => {
    const agent = new ContainerAgent()
    await agent.run(sh('echo kept >file; chmod 0 /work'))
    expect(await agent.run(sh('cat file'))).toMatchObject({ exitCode: 0 })
    expect(agent.text()).toBe('kept\n')
  })

  it('cannot be killed or stopped from inside', async () => {
    const agent = new ContainerAgent()
    await agent.run(perl('for my $n (1 .. 64) { kill $n, 1 } kill "KILL", 1; kill "STOP", 1; print "still here"'))
    expect(agent.text()).toBe('still here')
    expect(await agent.works()).toBe(true)
  })

  it.each(['mem', 'fd', 'environ', 'maps', 'cwd'])('keeps /proc/1/%s to itself', async (file) => {
    const agent = new ContainerAgent()
    const open = (pid: string): string =>
      `(-d "/proc/${pid}/${file}" ? opendir D, "/proc/${pid}/${file}" : open F, "<", "/proc/${pid}/${file}") || exit 1; exit 0`
    expect(await agent.run(perl(open('$$')))).toMatchObject({ exitCode: 0 })
    expect(await agent.run(perl(open('1')))).toMatchObject({ exitCode: 1 })
  })

  it('cannot be traced', async () => {
    const agent = new ContainerAgent()
    const ptrace = process.arch === 'x64' ? 101 : 117
    await agent.run(perl(`print syscall(${ptrace}, 16, 1, 0, 0), " ", $! + 0`))
    expect(agent.text()).toBe('-1 1')
  })

  it('ends with its stdin, and so does the container', async () => {
    const agent = new ContainerAgent()
    agent.send(
      { type: 'grant', bytes: 1000 },
      perl('use POSIX; if (fork == 0) { POSIX::setsid; sleep 1 while 1 } print "up"; sleep 1 while 1'),
    )
    await agent.says('up')
    agent.hangUp()
    expect(await agent.ended).toBe(0)
    expect(docker('ps', '--all', '--quiet', '--filter', `name=${agent.name}`)).toBe('')
  })

  it('leaves nothing of a program behind, whatever its session', async () => {
    const agent = new ContainerAgent()
    await agent.run(
      perl(
        'use POSIX; for (1 .. 5) { if (fork == 0) { POSIX::setsid; fork; $SIG{TERM} = "IGNORE"; sleep 1 while 1 } }',
      ),
    )
    await agent.run(perl('opendir D, "/proc"; print join " ", grep $_ != 1 && $_ != $$, grep /^\\d+$/, readdir D'))
    expect(agent.text()).toBe('')
  })
})

describe('the kernel’s limits', () => {
  it('on memory end the program and not the agent, which reports it', async () => {
    const agent = new ContainerAgent({ options: ['--memory', '32m', '--memory-swap', '32m'] })
    const exit = await agent.run(perl('my @x; push @x, "x" x 1_000_000 while 1'))
    expect(exit).toMatchObject({ cause: 'memory-limit', signal: 9 })
    expect(exit.peakBytes).toBeGreaterThan(20_000_000)
    expect(await agent.works()).toBe(true)
  })

  // The kernel may end any process that asks for memory while a killed program still holds it: the agent must not ask.
  it('on memory never end the agent, while many programs reach them at once', async () => {
    const agents = Array.from(
      { length: 8 },
      () => new ContainerAgent({ options: ['--memory', '32m', '--memory-swap', '32m'] }),
    )
    const reachOften = async (agent: ContainerAgent): Promise<void> => {
      for (let run = 0; run < 10; run++) {
        const exit = await agent.run(perl('my @x; push @x, "x" x 1_000_000 while 1'))
        expect(exit).toMatchObject({ cause: 'memory-limit', signal: 9 })
      }
    }
    await Promise.all(agents.map(reachOften))
  })

  it('on memory are reported even if they ended a child', async () => {
    const agent = new ContainerAgent({ options: ['--memory', '32m', '--memory-swap', '32m'] })
    const codes: (number | null)[] = []
    // The kernel sometimes ends the shell too, when the child's memory is not free yet.
    while (!codes.includes(1) && codes.length < 10) {
      const exit = await agent.run(sh('perl -e \'my @x; push @x, "x" x 1_000_000 while 1\'; exit 1'))
      expect(exit.cause).toBe('memory-limit')
      codes.push(exit.exitCode)
    }
    expect(codes).toContain(1)
  })

  it('on processes are reported if the program fails because of them', async () => {
    const agent = new ContainerAgent({ options: ['--pids-limit', '16'] })
    const forks = (code: number): string =>
      `while (defined(my $pid = fork)) { if ($pid == 0) { sleep 1 while 1 } } exit ${code}`
    expect(await agent.run(perl(forks(1)))).toMatchObject({ cause: 'process-limit', exitCode: 1 })
    expect(await agent.run(perl(forks(0)))).toMatchObject({ cause: null, exitCode: 0 })
    expect(await agent.works()).toBe(true)
  })

  it('stop a fork bomb, which ends at its time limit', async () => {
    const agent = new ContainerAgent({ options: ['--pids-limit', '64'] })
    const bomb = perl('$SIG{TERM} = "IGNORE"; fork while 1', { limits: limits({ wallMs: 300 }) })
    expect(await agent.run(bomb)).toMatchObject({ cause: 'wall-limit', signal: 9 })
    expect(await agent.works()).toBe(true)
  })

  it('on CPU count every process of the sandbox while it runs', async () => {
    const agent = new ContainerAgent()
    const exit = await agent.run(
      perl('if (fork == 0) { 1 while 1 } sleep 1 while 1', { limits: limits({ cpuMs: 200 }) }),
    )
    expect(exit).toMatchObject({ cause: 'cpu-limit', signal: 9 })
    expect(exit.cpuUs).toBeGreaterThanOrEqual(200_000)
    expect((await agent.run(sh('exit 0'))).cpuUs).toBeLessThan(200_000)
  })

  it.each([
    ['bytes', 'disk-limit', 'size=1m', 'syswrite(F, "x" x 65536) or exit 1 while open F, ">>", "f"'],
    ['inodes', 'files-limit', 'size=1m,nr_inodes=50', 'open(F, ">", $n++) or exit 1 while 1'],
  ])('on disk are reported if no %s are left', async (_what, cause, work, program) => {
    const agent = new ContainerAgent({ work })
    expect(await agent.run(perl(program))).toMatchObject({ cause, exitCode: 1 })
  })

  it('on disk apply to the host’s files', async () => {
    const agent = new ContainerAgent({ work: 'size=64k' })
    const file = { type: 'file', path: 'big', content: Buffer.alloc(100_000), executable: false } as const
    expect(await agent.fail(file)).toMatchObject({ phase: null, code: 'no-space' })
    const many = Array.from({ length: 20 }, (_, index) => ({ ...file, path: `a/${index}`, content: Buffer.of() }))
    const other = new ContainerAgent({ work: 'size=64k,nr_inodes=10' })
    expect(await other.fail(...many)).toMatchObject({ phase: null, code: 'no-space' })
  })
})

describe('the filter, on top of Docker’s', () => {
  it('refuses calls that Docker allows, and allows those that programs need', async () => {
    const agent = new ContainerAgent()
    await agent.run(exec(['perl', '-e', PROBE]))
    const inside = probed(agent.text())
    const without = probed(
      docker('run', '--rm', ...HARDENED, '--tmpfs', '/work', IMAGE, 'sh', '-c', 'perl -e "$0"; :', PROBE),
    )
    for (const name of Object.keys(REFUSED)) expect.soft(inside[name], `${name}, inside`).toBe(1)
    for (const name of Object.keys(ALLOWED)) expect.soft(inside[name], `${name}, inside`).toBe(without[name])
    const byAgent = Object.keys(REFUSED).filter((name) => without[name] !== 1)
    expect(byAgent).toEqual(
      expect.arrayContaining(['prlimit64 of the agent', 'sched_setaffinity of the agent', 'setpriority of the agent']),
    )
  })
})
