import { execFileSync, spawnSync } from 'node:child_process'
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ExecFrame } from '../../src/worker/agent/frames.ts'
import { isAlive, LocalAgent, perl, sh } from './agent-under-test.ts'

const CLEAN = { type: 'reset-done', ok: true, message: '' }

/** An agent that wipes its work directory. It is in memory, like a sandbox's: a disk may be slower than RESET waits. */
const agentThatWipes = (): LocalAgent => new LocalAgent({ folder: '/dev/shm', wipe: (work) => [work] })

/** Runs a program and resets. Returns what is left, or why this can't be known. */
async function leftAfter(program: ExecFrame): Promise<string[]> {
  const agent = agentThatWipes()
  const { exitCode } = await agent.run(program)
  if (exitCode !== 0 || readdirSync(agent.work).length === 0) return ['the program has left nothing']
  const { message } = await agent.reset(true)
  return [...readdirSync(agent.work), ...(message === '' ? [] : [message])]
}

describe('RESET', () => {
  it.each([
    [
      'files, hidden ones and links',
      'for (qw(a .b c)) { open F, ">", $_ } symlink "/", "root"; symlink "x", "y"; link "a", "d"',
    ],
    ['every byte a name can have', 'for (1 .. 255) { next if $_ == 47; open F, ">", "n" . chr; mkdir "d" . chr }'],
    ['names as long as can be', 'mkdir "x" x 255; open F, ">", ("x" x 255) . "/" . ("y" x 255)'],
    [
      'FIFOs and sockets',
      'use POSIX; use IO::Socket::UNIX; POSIX::mkfifo "f", 0600; IO::Socket::UNIX->new(Local => "s", Listen => 1)',
    ],
    [
      'folders without any permission',
      'mkdir "a"; mkdir "a/b"; open F, ">", "a/b/c"; mkdir "a/e"; chmod 0, $_ for "a/b/c", "a/e", "a/b", "a"',
    ],
    ['20,000 files', 'for (1 .. 20000) { open F, ">", $_ or die }'],
    ['5,000 folders that are not empty', 'for (1 .. 5000) { mkdir $_; open F, ">", "$_/f" or die }'],
    ['a tree deeper than any path', 'for (1 .. 20000) { mkdir "d" or die; chdir "d" or die } open F, ">", "f"'],
    [
      'a wide and deep tree',
      'for my $a (1 .. 12) { for my $b (1 .. 12) { for my $c (1 .. 12) { mkdir $a; mkdir "$a/$b"; mkdir "$a/$b/$c"; open F, ">", "$a/$b/$c/f" } } }',
    ],
  ])('wipes %s', async (_what, program) => {
    expect(await leftAfter(perl(program))).toEqual([])
  })

  it('leaves what links point to', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'sandrun-outside-'))
    onTestFinished(() => rmSync(outside, { recursive: true }))
    writeFileSync(join(outside, 'kept'), 'kept')
    const left = await leftAfter(
      sh('ln -s "$OUT" link; mkdir d; ln -s "$OUT" d/link; ln -s "$OUT/kept" file', {
        env: { PATH: '/bin:/usr/bin', OUT: outside },
      }),
    )
    expect(left).toEqual([])
    expect(readFileSync(join(outside, 'kept'), 'utf8')).toBe('kept')
  })

  it('wipes only the given folders', async () => {
    const agent = new LocalAgent({
      wipe: (work) => {
        for (const name of ['one', 'two', 'other']) mkdirSync(join(work, name))
        return [join(work, 'one'), join(work, 'two')]
      },
    })
    await agent.run(sh('for d in . one two other; do echo > $d/f; done'))
    expect(await agent.reset(true)).toEqual(CLEAN)
    const there = ['f', 'other/f', 'one/f', 'two/f'].filter((path) => existsSync(agent.path(path)))
    expect(there).toEqual(['f', 'other/f'])
  })

  it('outside a sandbox wipes nothing without folders, and does not claim to', async () => {
    const agent = new LocalAgent()
    await agent.run(sh('echo > f'))
    expect(await agent.reset(true)).toEqual({ type: 'reset-done', ok: false, message: 'no place to wipe is known' })
    expect(existsSync(agent.path('f'))).toBe(true)
  })

  it('of processes leaves all files', async () => {
    const agent = agentThatWipes()
    await agent.run(sh('echo > f; sleep 1000 & echo $! > pid'))
    expect(await agent.reset(false)).toEqual(CLEAN)
    expect(isAlive(Number(readFileSync(agent.path('pid'), 'utf8')))).toBe(false)
    expect(readdirSync(agent.work)).toEqual(['f', 'pid'])
  })

  it('waits for everything queued before it, and later requests wait for it', async () => {
    const agent = agentThatWipes()
    agent.send(
      { type: 'grant', bytes: 1000 },
      sh('echo one > f; cat f'),
      { type: 'reset', wipe: true },
      sh('ls; echo two'),
    )
    const order = [await agent.next('exit'), await agent.next('reset-done'), await agent.next('exit')]
    expect(order).toMatchObject([{ exitCode: 0 }, CLEAN, { exitCode: 0 }])
    expect(agent.text()).toBe('one\ntwo\n')
  })

  it('happens even if the job before it fails or is stopped', async () => {
    const agent = agentThatWipes()
    agent.send({ type: 'grant', bytes: 1000 }, sh('', { argv: ['./absent'] }), sh('echo never'), {
      type: 'reset',
      wipe: true,
    })
    await agent.next('failed')
    expect(await agent.next('reset-done')).toEqual(CLEAN)
    agent.send(sh('echo up; echo > f; sleep 1000'), { type: 'reset', wipe: true })
    await agent.says('up')
    agent.send({ type: 'stop', cause: 'cancelled', graceMs: 0 })
    expect(await agent.next('reset-done')).toEqual(CLEAN)
    expect(readdirSync(agent.work)).toEqual([])
    expect(agent.text()).toBe('up\n')
  })

  it('answers the host while it takes its time', async () => {
    const agent = agentThatWipes()
    await agent.run(perl('for (1 .. 60000) { open F, ">", $_ or die }'))
    agent.send({ type: 'reset', wipe: true })
    for (let token = 0; !agent.frames.some(({ type }) => type === 'reset-done'); token++) {
      agent.send({ type: 'ping', token })
      await agent.next('pong')
    }
    const pong = agent.frames.findIndex(({ type }) => type === 'pong')
    expect(pong).toBeLessThan(agent.frames.findIndex(({ type }) => type === 'reset-done'))
    expect(readdirSync(agent.work)).toEqual([])
  })
})

describe('after a RESET', () => {
  it('the folder is as before: its mode and its attributes', async () => {
    const agent = agentThatWipes()
    const mode = statSync(agent.work).mode
    await agent.run(sh('echo > f; chmod 000 .'))
    expect(await agent.reset(true)).toEqual(CLEAN)
    expect(statSync(agent.work).mode).toBe(mode)
  })

  it('no stdin is left from the previous program', async () => {
    const agent = agentThatWipes()
    agent.send({ type: 'grant', bytes: 1000 }, sh('read x', { stdin: 'frames' }))
    agent.stdin('line\nmore that it does not read\n')
    await agent.next('exit')
    agent.stdin('too late\n')
    agent.send({ type: 'reset', wipe: true }, sh('cat', { stdin: 'frames' }))
    agent.stdin('new\n')
    agent.send({ type: 'stdin-end' })
    await agent.next('exit')
    expect(agent.text()).toBe('new\n')
    expect(agent.acknowledged).toBe('line\nmore that it does not read\ntoo late\nnew\n'.length)
  })

  it('no stdin is left for a program that never came', async () => {
    const agent = agentThatWipes()
    agent.stdin('stray\n')
    agent.send({ type: 'stdin-end' })
    await agent.reset(true)
    agent.send({ type: 'grant', bytes: 1000 }, sh('cat', { stdin: 'frames' }))
    agent.stdin('new\n')
    agent.send({ type: 'stdin-end' })
    await agent.next('exit')
    expect(agent.text()).toBe('new\n')
    expect(agent.acknowledged).toBe('stray\nnew\n'.length)
  })

  it('stdin sent with the next job is for that job', async () => {
    const agent = agentThatWipes()
    const cat = sh('cat', { stdin: 'frames' })
    agent.send({ type: 'grant', bytes: 1000 }, cat, { type: 'reset', wipe: true }, cat)
    for (const text of ['one ', 'two ']) {
      agent.stdin(text)
      agent.send({ type: 'stdin-end' })
    }
    await agent.next('reset-done')
    await agent.next('exit')
    expect(agent.text()).toBe('one two ')
  })

  it('the previous success is forgotten, and the credit is kept', async () => {
    const agent = agentThatWipes()
    await agent.run(sh('exit 0'))
    agent.send({ type: 'reset', wipe: true }, sh('echo no', { onlyIfOk: true }), sh('echo yes'))
    expect(await agent.next('exit')).toMatchObject({ cause: 'skipped' })
    await agent.next('exit')
    expect(agent.text()).toBe('yes\n')
  })

  it('a terminal has default size and settings', async () => {
    const agent = agentThatWipes()
    const terminal = { cols: 80, rows: 24 }
    await agent.run(sh('stty -echo raw; stty size', { terminal, stdin: 'frames' }))
    await agent.reset(true)
    await agent.run(sh('stty -a | grep -o " icanon\\| echo "', { terminal: { cols: 90, rows: 25 }, stdin: 'frames' }))
    expect(agent.text()).toBe('24 80\n icanon\r\n echo \r\n')
  })
})

describe.runIf(process.getuid?.() === 0)("a file that can't be wiped", () => {
  it('is reported, and the agent continues: a mount below', async () => {
    const agent = agentThatWipes()
    mkdirSync(agent.path('mount'))
    execFileSync('mount', ['-t', 'tmpfs', 'none', agent.path('mount')])
    onTestFinished(() => void spawnSync('umount', [agent.path('mount')]))
    writeFileSync(agent.path('mount/f'), 'kept')
    expect(await agent.reset(true)).toMatchObject({ ok: false, message: expect.stringContaining('mount') })
    expect(existsSync(agent.path('mount/f'))).toBe(true)
    execFileSync('umount', [agent.path('mount')])
    expect(await agent.reset(true)).toEqual(CLEAN)
  })

  it('is reported, and the agent continues: an immutable file', async () => {
    const agent = agentThatWipes()
    mkdirSync(agent.path('a'))
    writeFileSync(agent.path('a/f'), '')
    const { status } = spawnSync('chattr', ['+i', agent.path('a/f')])
    if (status !== 0) return // a filesystem that knows no such thing
    expect(await agent.reset(true)).toMatchObject({ ok: false, message: expect.stringContaining('f: ') })
    execFileSync('chattr', ['-i', agent.path('a/f')])
    expect(await agent.reset(true)).toEqual(CLEAN)
  })

  it('is reported: a file without a name that something holds open', async () => {
    const place = mkdtempSync(join(tmpdir(), 'sandrun-place-'))
    onTestFinished(() => {
      spawnSync('umount', [place])
      rmSync(place, { recursive: true })
    })
    execFileSync('mount', ['-t', 'tmpfs', 'none', place])
    const agent = new LocalAgent({ wipe: () => [place] })
    await agent.next('ready')
    const file = openSync(join(place, 'f'), 'w')
    unlinkSync(join(place, 'f'))
    const message = `${place}: 1 inodes without a name`
    expect(await agent.reset(true)).toEqual({ type: 'reset-done', ok: false, message })
    closeSync(file)
    expect(await agent.reset(true)).toEqual(CLEAN)
  })
})
