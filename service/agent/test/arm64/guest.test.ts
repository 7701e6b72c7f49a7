import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AgentUnderTest, exec, perl } from '../agent-under-test.ts'
import { allowedCalls, callsOf, probed, probeFor, PROGRAM_ARM, refusedCalls } from '../probe.ts'

/** A command that boots a kernel for arm64 with the agent as its first process (`npm run test:arm64`). */
const COMMAND = process.env['SANDRUN_AGENT_GUEST'] ?? ''

/** A busy machine boots it in half a minute, and starts a perl in two seconds. */
const PATIENCE_MS = 300_000

const EPERM = 1
const ENOSYS = 38
const SIGSYS = 31

const LIVE = { stdin: 'frames', interactive: true } as const
const TYPED = { ...LIVE, terminal: { cols: 80, rows: 24 } } as const

// Everything that QEMU's user emulation can't show. One guest for all, since it takes long to boot.
describe('a kernel for arm64', { timeout: PATIENCE_MS }, () => {
  let agent: AgentUnderTest
  beforeAll(async () => {
    agent = new AgentUnderTest(COMMAND, [], PATIENCE_MS)
    await agent.next('ready')
    agent.send({ type: 'grant', bytes: 2 ** 30 })
  }, PATIENCE_MS)
  afterAll(async () => {
    process.kill(agent.pid, 'SIGKILL')
    await agent.ended
  })

  /** The output since `from`. */
  const since = (from: number): string => agent.text().slice(from)

  it('refuses the calls of the filter, and no similar ones', async () => {
    const from = agent.text().length
    await agent.run(exec(['perl', '-e', probeFor('arm64')]))
    const inside = probed(since(from))
    const call = callsOf('arm64')
    for (const name of Object.keys(refusedCalls(call))) expect.soft(inside[name], name).toBe(EPERM)
    for (const name of Object.keys(allowedCalls(call))) expect.soft(inside[name], name).toBe(0)
    expect(inside['clone3']).toBe(ENOSYS)
  })

  it('ends a program of another architecture', async () => {
    const file = { type: 'file', path: 'other', content: PROGRAM_ARM, executable: true } as const
    expect(await agent.run(file, exec(['./other']))).toMatchObject({ signal: SIGSYS })
  })

  it.each([
    ['that it reads from a pipe', '<STDIN>', LIVE],
    ['that it reads from a terminal', '<STDIN>', TYPED],
    ['that it selects', 'vec($in, 0, 1) = 1; select($in, undef, undef, undef)', LIVE],
  ])('says that a program waits for input %s', async (_how, script, change) => {
    agent.send(perl(`print "?"; ${script}; select(undef, undef, undef, 60)`, change))
    expect(await agent.next('waiting')).toMatchObject({ waiting: true })
    agent.stdin('x\n')
    expect(await agent.next('waiting')).toMatchObject({ waiting: false })
    agent.send({ type: 'stop', cause: 'cancelled', graceMs: 0 })
    expect(await agent.next('exit')).toMatchObject({ cause: 'cancelled' })
  })

  it('copies a runtime that waits, for one program after the other', async () => {
    const WAIT = `open my $handed, "<", "/.sandrun/handover" or die $!;
      my ($count, @strings) = split /\\0/, join "", <$handed>; close $handed;
      @ARGV = splice @strings, 0, $count; $| = 1; eval $ARGV[1]; die $@ if $@`
    const env = { PATH: '/usr/bin' }
    agent.send({ type: 'prepare', phase: 'run', argv: ['perl', '-e', WAIT], env })
    expect(await agent.next('prepared')).toMatchObject({ ok: true, message: '' })
    const from = agent.text().length
    const frame = exec(['perl', '$n++; print "copy $n of ", getppid, "\\n"; exit 3'], { env, prepared: true })
    for (const _turn of [1, 2]) {
      agent.send({ ...frame, copied: true })
      expect(await agent.next('started')).toMatchObject({ prepared: true })
      expect(await agent.next('exit')).toMatchObject({ exitCode: 3 })
    }
    expect(since(from)).toBe('copy 1 of 1\ncopy 1 of 1\n')
  })

  it('leaves nothing of a program behind, as the first process of its sandbox', async () => {
    const script = `shmget(1, 4096, 01666) // die $!; open F, ">", "/tmp/x" or die $!; open G, ">", "/dev/shm/x" or die $!;
      if (!fork) { POSIX::setsid; exit if fork; sleep 1000 } print "done"`
    expect(await agent.run(perl(`use POSIX (); ${script}`))).toMatchObject({ exitCode: 0 })
    expect(await agent.reset(true)).toMatchObject({ ok: true, message: '' })
    const from = agent.text().length
    await agent.run(
      perl('print shmget(1, 4096, 0) // "gone", -e "/tmp/x", -e "/dev/shm/x", scalar(() = </proc/[0-9]*>)'),
    )
    expect(since(from)).toMatch(/^gone\d+$/)
  })

  it('counts the time and the memory of a program', async () => {
    const exit = await agent.run(perl('$x = "x" x 5e7; 1 while (times)[0] < 0.3'))
    expect(exit.cpuUs).toBeGreaterThan(250_000)
    expect(exit.peakBytes).toBeGreaterThan(5e7)
  })
})
