import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { AgentFrame, ExecFrame, PrepareFrame } from '../../src/worker/agent/frames.ts'
import { exec, LocalAgent, limits, RUNTIME_PATH as PATH, sh } from './agent-under-test.ts'

/** The behaviour of a prepared runtime: the rest of the script finds @argv and %env. */
const WAIT = `
open my $handed, "<", "/.sandrun/handover" or die $!;
my ($count, @strings) = split /\\0/, join "", <$handed>; close $handed;
my @argv = splice @strings, 0, $count; my %env = map { split /=/, $_, 2 } @strings; $| = 1;`

/** Prepares a perl that waits and then runs this. */
const waiting = (then: string, before = ''): PrepareFrame => ({
  type: 'prepare',
  phase: 'run',
  argv: ['perl', '-e', `${before};${WAIT};${then}`],
  env: { PATH, WAITING: 'yes' },
})

/** A program that reports a normal start, unless a runtime takes it over. */
const program = (change: Partial<ExecFrame> = {}): ExecFrame => sh('echo ordinary', { prepared: true, ...change })

const startsOf = ({ frames }: LocalAgent): boolean[] =>
  frames.flatMap((frame) => (frame.type === 'started' ? frame.prepared : []))

async function prepared(frame: PrepareFrame): Promise<LocalAgent> {
  const agent = new LocalAgent()
  agent.send(frame)
  expect(await agent.next('prepared')).toMatchObject({ ok: true, message: '' })
  return agent
}

describe('a runtime that waits', () => {
  it('takes arguments, environment, stdin, stdout and stderr, and ends with the program', async () => {
    const agent = await prepared(
      waiting('print join("|", @argv, map { "$_=$env{$_}" } sort keys %env), "\n"; print STDERR <STDIN>; exit 3'),
    )
    const exit = await agent.run(
      exec(['greet', '', 'a b', 'ä'], { prepared: true, stdin: 'frames', env: { ONE: '=1=', PATH } }),
      { type: 'stdin', bytes: Buffer.from('line\n') },
      { type: 'stdin-end' },
    )
    expect(exit).toMatchObject({ exitCode: 3, cause: null, phase: 'run' })
    expect(agent.text()).toBe(`greet||a b|Ã¤|ONE==1=|PATH=${PATH}\n`)
    expect(agent.text('stderr')).toBe('line\n')
    expect(startsOf(agent)).toEqual([true])
  })

  it('has its terminal, and receives its interrupts', async () => {
    const agent = await prepared(
      waiting(
        '$SIG{INT} = sub { print "interrupted\n"; exit 4 }; system "tty; ps -o tpgid= -p $$"; print "$$\n"; sleep',
      ),
    )
    agent.send({ type: 'grant', bytes: 2 ** 20 }, program({ terminal: { cols: 90, rows: 20 }, stdin: 'frames' }))
    await agent.until('the program runs', () => /\/dev\/pts\/\d+\r\n\s*(\d+)\r\n\1\r\n/.test(agent.text()))
    agent.stdin('\u0003')
    expect(await agent.next('exit')).toMatchObject({ exitCode: 4 })
    expect(agent.text()).toContain('interrupted')
  })

  it('leaves no trace of the wait in the program or its children', async () => {
    const agent = await prepared(waiting('system "ls /proc/self/fd | tr \\"\\n\\" \\" \\"; echo; env"'))
    await agent.run(program({ env: { PATH } }))
    const [descriptors, ...environment] = agent.text().trim().split('\n')
    expect(descriptors).toBe('0 1 2 3 ') // 3 is the folder that ls reads
    expect(environment.filter((line) => !/^(PATH|PWD|_)=/.test(line))).toEqual([])
  })

  it('has the limits of its program', async () => {
    const agent = await prepared(waiting('exec "ulimit -n; ulimit -f; ulimit -c; cat /proc/self/oom_score_adj"'))
    await agent.run(program({ limits: limits({ openFiles: 64, fileBytes: 512 * 1024 }) }))
    expect(agent.text()).toBe('64\n1024\n0\n1000\n')
  })

  // No other process of its user can read, trace or change a process that is not dumpable: prctl(2), PR_SET_DUMPABLE.
  it('is not dumpable until its program comes, and has the filter', async () => {
    const look =
      'sub look { open my $status, "<", "/proc/self/status"; (grep(/^Seccomp:/, <$status>), syscall 157, 3) }'
    const agent = await prepared(waiting('print @waited, " ", look', `${look} my @waited = look`))
    await agent.run(program())
    expect(agent.text()).toBe('Seccomp:\t2\n0 Seccomp:\t2\n1')
  })

  it('ends with its program, by a limit or by a STOP', async () => {
    const agent = await prepared(waiting('print "up\n"; 1 while 1'))
    expect(await agent.run(program({ limits: limits({ wallMs: 50 }) }))).toMatchObject({ cause: 'wall-limit' })
    const other = await prepared(waiting('print "up\n"; sleep'))
    other.send({ type: 'grant', bytes: 100 }, program())
    await other.says('up')
    other.send({ type: 'stop', cause: 'cancelled', graceMs: 1000 })
    expect(await other.next('exit')).toMatchObject({ cause: 'cancelled', signal: 15 })
  })

  it('does not count usage before the program came', async () => {
    const agent = await prepared(waiting('', '1 while (times)[0] < 0.5'))
    expect((await agent.run(program())).cpuUs).toBeLessThan(500_000)
  })

  it('serves one program: the next starts normally', async () => {
    const agent = await prepared(waiting('print "taken over\n"'))
    await agent.run(program())
    await agent.run(program())
    expect(agent.text()).toBe('taken over\nordinary\n')
    expect(startsOf(agent)).toEqual([true, false])
  })
})

describe('a runtime that takes its program’s name instead of the file’s', () => {
  const named: PrepareFrame = {
    type: 'prepare',
    phase: 'run',
    argv: ['perl', `/.sandrun/handover${'/'.repeat(30)}`],
    env: { PATH },
  }

  it.each(['main.pl', 'deep/another name.pl', `${'long'.repeat(20)}.pl`])('runs %s', async (path) => {
    const agent = await prepared(named)
    const content = Buffer.from('print <DATA>\n__END__\nrest')
    agent.send({ type: 'file', path, content, executable: false })
    await agent.run(exec(['perl', path], { prepared: true, env: { PATH } }))
    expect(agent.text()).toBe('rest')
    expect(startsOf(agent)).toEqual([true])
  })
})

it('leaves the lowest descriptors to the runtime and its program', async () => {
  const agent = await prepared(
    waiting('print "@f"', 'my @f = map { open my $f, "<", "/dev/null"; push @g, $f; fileno $f } 0..19'),
  )
  await agent.run(program())
  expect(agent.text()).toBe(Array.from({ length: 20 }, (_one, index) => index + 3).join(' '))
})

describe('a normal start follows', () => {
  it.each<[string, PrepareFrame, ExecFrame]>([
    ['where the EXEC does not allow another', waiting(''), program({ prepared: false })],
    ['in another phase', waiting(''), program({ phase: 'compile' })],
    ['for fewer open files than a runtime may have', waiting(''), program({ limits: limits({ openFiles: 20 }) })],
    ['for more than one message holds', waiting(''), program({ env: { PATH, LONG: 'x'.repeat(100_000) } })],
  ])('%s, and the runtime has ended before', async (_when, prepare, frame) => {
    const agent = await prepared(prepare)
    const [pid] = agent.children
    expect(pid).toBeDefined()
    await agent.run({ ...frame, argv: ['sh', '-c', `test -e /proc/${pid} || echo alone`] })
    expect(agent.text()).toBe('alone\n')
    expect(startsOf(agent)).toEqual([false])
  })

  it('if the runtime has not started yet', async () => {
    const agent = new LocalAgent()
    agent.send({ ...waiting(''), argv: ['sleep', '1000'] })
    await agent.until('it is started', () => agent.children.length === 1)
    agent.send({ type: 'grant', bytes: 100 }, program())
    expect(await agent.next('prepared')).toMatchObject({ ok: false, message: 'a program came first' })
    await agent.next('exit')
    expect(agent.text()).toBe('ordinary\n')
  })

  it.each<[string, Partial<PrepareFrame>, string]>([
    ['cannot be executed', { argv: ['no-such-runtime'] }, 'No such file'],
    ['ends before it can wait', { argv: ['sh', '-c', 'exit 1'] }, 'ended before'],
  ])('if the runtime %s', async (_what, change, message) => {
    const agent = new LocalAgent()
    agent.send({ ...waiting(''), ...change })
    expect(await agent.next('prepared')).toEqual({
      type: 'prepared',
      ok: false,
      message: expect.stringContaining(message),
    })
    await agent.run(program())
    expect(agent.text()).toBe('ordinary\n')
  })

  it('if the runtime died while it waited', async () => {
    const agent = await prepared(waiting(''))
    process.kill(Number(agent.children[0]), 'SIGKILL')
    await agent.until('it is gone', () => agent.children.length === 0)
    await agent.run(program())
    expect(agent.text()).toBe('ordinary\n')
  })

  it('after a RESET, which ends the runtime', async () => {
    const agent = await prepared(waiting(''))
    const [pid] = agent.children
    expect(await agent.reset(false)).toMatchObject({ ok: true })
    expect(existsSync(`/proc/${pid}`)).toBe(false)
    await agent.run(program())
    expect(agent.text()).toBe('ordinary\n')
  })
})

it('prepares one runtime at a time, and none while a program runs', async () => {
  const agent = await prepared(waiting('print "taken over\n"; sleep'))
  const refused = { ok: false, message: 'something runs already' }
  agent.send(waiting(''))
  expect(await agent.next('prepared')).toMatchObject(refused)
  agent.send({ type: 'grant', bytes: 100 }, program())
  await agent.says('taken over')
  agent.send(waiting(''))
  expect(await agent.next('prepared')).toMatchObject(refused)
  agent.send({ type: 'stop', cause: 'cancelled', graceMs: 0 })
  await agent.next('exit')
})

it('leaves no runtime behind when it ends', async () => {
  const agent = await prepared(waiting('', 'fork'))
  const pids = agent.children
  await agent.close()
  const left = (frame: AgentFrame): boolean => frame.type === 'failed'
  expect([agent.frames.some(left), pids.some((pid) => existsSync(`/proc/${pid}`))]).toEqual([false, false])
})

it('opens the runtime’s other files', async () => {
  const agent = await prepared(
    waiting('', 'open my $f, "<", "/proc/self/comm" or die; open my $g, ">", "made" or die; print $g "x"; close $g'),
  )
  expect(existsSync(agent.path('made'))).toBe(true)
  await agent.run(program())
})
