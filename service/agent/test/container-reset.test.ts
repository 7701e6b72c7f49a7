import { describe, expect, it } from 'vitest'
import { encodeFile } from '../../src/worker/agent/frames.ts'
import { collect, perl, sh } from './agent-under-test.ts'
import { ContainerAgent, docker, useAgentVolume } from './container-agent.ts'

const CLEAN = { type: 'reset-done', ok: true, message: '' }

/** The writable places of one of the service's sandboxes. */
const PLACES = [
  '--ipc=private',
  '--tmpfs=/tmp:rw,nosuid,nodev,noexec,size=16m,nr_inodes=40000,mode=0700,uid=20001,gid=20001',
  '--shm-size=16m',
  '--ulimit=msgqueue=819200',
]
const sandbox = (): ContainerAgent => new ContainerAgent({ options: PLACES, work: 'size=64m,nr_inodes=50000' })

/** All ways in which a program could find traces of another. */
const LOOK = perl(`
  for my $d ("/work", "/tmp", "/dev/shm", "/dev/mqueue") {
    opendir D, $d or print "$d: $!"; print map "$d/$_\\n", grep !/^\\.\\.?$/, readdir D;
    my (undef, undef, $mode, undef, $uid) = stat $d; printf "%s %o %d\\n", $d, $mode & 07777, $uid }
  for (qw(shm sem msg)) { open F, "<", "/proc/sysvipc/$_"; my @lines = <F>; print $_, " ", @lines - 1, "\\n" }
  opendir D, "/proc"; print "processes: ", join(" ", grep $_ != 1 && $_ != $$, grep /^\\d+$/, readdir D), "\\n";
  print \`df --output=iused /work /tmp /dev/shm | tail -n +2\``)

/** Creates a POSIX message queue with this name: mq_open is a separate system call. */
const MQ_OPEN = process.arch === 'x64' ? 240 : 180
const LEAVINGS: readonly [string, string][] = [
  ['files in every place', 'for (qw(/work/a /tmp/b /dev/shm/c)) { open F, ">", $_ or die; print F "secret" x 1000 }'],
  [
    '20,000 files in each of two places',
    'for my $d ("/work", "/tmp") { for (1 .. 20000) { open F, ">", "$d/$_" or die $! } }',
  ],
  [
    'folders without any permission',
    'for my $d ("/work", "/tmp", "/dev/shm") { mkdir "$d/a"; mkdir "$d/a/b"; open F, ">", "$d/a/b/c" or die; chmod 0, "$d/a/b/c", "$d/a/b", "$d/a" }',
  ],
  [
    'the places themselves without any permission',
    'open F, ">", "/work/f"; open F, ">", "/tmp/f"; chmod 0, "/work", "/tmp" or die',
  ],
  ['a tree deeper than any path', 'for (1 .. 20000) { mkdir "d" or die; chdir "d" or die }'],
  ['shared memory of System V', 'for (1 .. 20) { defined(shmget 0, 4096, 0600 | 01000) or die $! }'],
  [
    'shared memory that is attached',
    'my $id = shmget 0, 4096, 0600 | 01000; my $b = ""; if (fork == 0) { syscall(30, $id, 0, 0); sleep 1000 }',
  ],
  ['semaphores', 'for (1 .. 300) { defined(semget 0, 5, 0600 | 01000) or die $! }'],
  [
    'message queues of System V',
    'for (1 .. 5) { my $q = msgget 0, 0600 | 01000; defined $q or die $!; msgsnd $q, pack("l! a*", 1, "secret"), 0 or die $! }',
  ],
  ['message queues of POSIX', `for (1 .. 3) { my $n = "q$_"; syscall(${MQ_OPEN}, $n, 0102, 0600, 0) >= 0 or die $! }`],
  [
    'daemons',
    'use POSIX; for (1 .. 10) { if (fork == 0) { POSIX::setsid; fork; $SIG{TERM} = "IGNORE"; $0 = "x"; sleep 1 while 1 } }',
  ],
  [
    'files without a name in a memory that lives on',
    'open F, "+>", "/dev/shm/f"; print F "x" x 1000000; unlink "/dev/shm/f"; if (fork == 0) { sleep 1000 }',
  ],
]

useAgentVolume()

describe('RESET, as PID 1', () => {
  it.each(LEAVINGS)('leaves no trace of %s', async (_what, program) => {
    const agent = sandbox()
    await agent.run(LOOK)
    const before = agent.text()
    expect(before).toMatch(/^\/work \d+ 20001\n\/tmp \d+ 20001\n/)
    expect(await agent.run(perl(program))).toMatchObject({ exitCode: 0 })
    expect(await agent.reset(true)).toEqual(CLEAN)
    await agent.run(LOOK)
    expect(agent.text().slice(before.length)).toBe(before)
  })

  it.each(
    LEAVINGS.filter(([what]) => !what.startsWith('daemons') && !/attached|without a name|places themselves/.test(what)),
  )('is what removes it: without one there is %s', async (_what, program) => {
    const agent = sandbox()
    await agent.run(LOOK)
    const before = agent.text()
    await agent.run(perl(program))
    await agent.run(LOOK)
    expect(agent.text().slice(before.length)).not.toBe(before)
  })

  it('of processes leaves all files', async () => {
    const agent = sandbox()
    await agent.run(sh('echo kept > f; echo kept > /tmp/f'))
    expect(await agent.reset(false)).toEqual(CLEAN)
    await agent.run(sh('cat f /tmp/f'))
    expect(agent.text()).toBe('kept\nkept\n')
  })

  it('removes files that came into the sandbox from outside', async () => {
    const agent = sandbox()
    await agent.run(sh('exit 0'))
    docker('exec', '-d', agent.name, 'sleep', '1000')
    expect(await agent.reset(false)).toEqual(CLEAN)
    await agent.run(LOOK)
    expect(agent.text()).toContain('processes: \n')
  })

  it('works a hundred times', async () => {
    const agent = sandbox()
    for (let round = 0; round < 100; round++) {
      await agent.run(
        sh('test -z "$(find /work /tmp /dev/shm -mindepth 1)" && echo > /work/f && echo > /tmp/f && echo > /dev/shm/f'),
      )
      expect(await agent.reset(true)).toEqual(CLEAN)
    }
    expect(agent.frames.filter((frame) => frame.type === 'exit' && frame.exitCode === 0)).toHaveLength(100)
  })

  it('names the files that it cannot remove', async () => {
    const agent = new ContainerAgent({
      options: ['--user=20001:20001', '--tmpfs=/work/mount:uid=20001,gid=20001,mode=0700'],
    })
    await agent.run(sh('echo > mount/f'))
    expect(await agent.reset(true)).toMatchObject({ ok: false, message: expect.stringContaining('mount') })
    expect(await agent.works()).toBe(true)
  })
})

describe('COLLECT, as PID 1', () => {
  it('follows nothing out of the work directory', async () => {
    const agent = sandbox()
    const plant = sh(
      'echo secret > /tmp/secret; ln -s /tmp/secret a; ln -s /tmp b; ln -s /proc/1/environ c; mkfifo d; ln -s /dev/zero e; ln -s / f; echo fine > ok',
    )
    const result = await agent.collect(plant, collect(['*', '**', 'b/*', 'f/etc/*', 'c', 'e']))
    expect(result).toMatchObject({ count: 1, leftOut: false, files: [{ path: 'ok', content: Buffer.from('fine\n') }] })
  })

  it('leaves out what the program made unreadable', async () => {
    const agent = sandbox()
    const plant = sh('echo a > a; chmod 000 a; mkdir d; echo b > d/b; chmod 000 d; echo c > c')
    const result = await agent.collect(plant, collect(['**']))
    expect(result).toMatchObject({ count: 1, leftOut: true, files: [{ path: 'c' }] })
  })

  it('returns a program that another sandbox of the image can run', async () => {
    const first = sandbox()
    const { files } = await first.collect(sh('cp /bin/ls prog; echo text > data'), collect(['**']))
    expect(files).toMatchObject([
      { path: 'data', executable: false },
      { path: 'prog', executable: true },
    ])
    expect(await first.reset(true)).toEqual(CLEAN)
    for (const agent of [first, sandbox()]) {
      expect(await agent.run(...files.flatMap(encodeFile), sh('cmp prog /bin/ls && ./prog'))).toMatchObject({
        exitCode: 0,
      })
      expect(agent.text()).toBe('data\nprog\n')
    }
  })
})
