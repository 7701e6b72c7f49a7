import { spawnSync } from 'node:child_process'
import { symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { encodeFile } from '../../src/worker/agent/frames.ts'
import { agentWith, type Collected, collect, LocalAgent, perl, sh } from './agent-under-test.ts'

const warnings = ({ frames }: LocalAgent): string[] =>
  frames.flatMap((frame) => (frame.type === 'warn' ? [frame.message] : []))

const paths = ({ files }: Collected): string[] => files.map(({ path }) => path)

describe('COLLECT', () => {
  it("returns the program's files: each with its path, its bytes and its executable bit", async () => {
    const agent = new LocalAgent()
    const write = sh('mkdir out; printf "a\\0b" > out/data; echo > out/run; chmod 700 out/run; : > out/empty')
    expect(await agent.collect(write, collect(['out/*']))).toEqual({
      count: 3,
      leftOut: false,
      files: [
        { path: 'out/data', executable: false, size: 3, content: Buffer.from('a\0b') },
        { path: 'out/empty', executable: false, size: 0, content: Buffer.of() },
        { path: 'out/run', executable: true, size: 1, content: Buffer.from('\n') },
      ],
    })
  })

  it('returns a file once, in the order of paths', async () => {
    const result = await agentWith({ 'a/b': '', 'a-b': '', a0: '', b: '' }).collect(collect(['**', '*', 'b']))
    expect(paths(result)).toEqual(['a-b', 'a/b', 'a0', 'b'])
  })

  it('waits for the program before it, and for all its processes', async () => {
    const agent = new LocalAgent()
    const daemon = perl('if (fork == 0) { open F, ">>", "log"; syswrite F, "x" while 1 } 1 until -s "log"')
    const { files } = await agent.collect(daemon, collect(['log']))
    expect(agent.frames.findIndex(({ type }) => type === 'exit')).toBeLessThan(
      agent.frames.findIndex(({ type }) => type === 'file-begin'),
    )
    expect(files).toMatchObject([{ path: 'log' }])
    expect(files[0]?.content).toHaveLength(files[0]?.size ?? -1)
  })

  it('ends even if there is nothing to collect', async () => {
    expect(await new LocalAgent().collect(collect([]))).toEqual({ files: [], count: 0, leftOut: false })
  })
})

describe('an untrusted file', () => {
  it.each([
    ['a link to a file', 'ln -s "$TARGET" trap'],
    ['a link to a folder', 'ln -s "$(dirname "$TARGET")" trap'],
    ['a link to itself', 'ln -s . trap'],
    ['a dangling link', 'ln -s absent trap'],
    ['a FIFO', 'mkfifo trap'],
    ['a socket', 'perl -MIO::Socket::UNIX -e \'IO::Socket::UNIX->new(Local => "trap", Listen => 1) or die\''],
    ['a link deep down', 'mkdir -p a/b; ln -s "$(dirname "$TARGET")" a/b/trap'],
  ])('is not followed, opened or waited for: %s', async (_what, plant) => {
    const secret = agentWith({ target: 'secret' }).path('target')
    const agent = new LocalAgent()
    const env = { PATH: '/usr/bin:/bin', TARGET: secret }
    const patterns = ['trap', 'trap/*', '**', '*/*', '**/target']
    expect(await agent.collect(sh(plant, { env }), collect(patterns))).toEqual({ files: [], count: 0, leftOut: false })
    expect(agent.frames.filter(({ type }) => type === 'exit')).toMatchObject([{ exitCode: 0 }])
  })

  it.runIf(process.getuid?.() === 0)('is not read if it is a device', async () => {
    const agent = new LocalAgent()
    const plant = sh('mknod trap c 1 5; mknod block b 7 0')
    expect(await agent.collect(plant, collect(['**']))).toEqual({ files: [], count: 0, leftOut: false })
  })

  it('is not read outside the work directory', async () => {
    const agent = new LocalAgent()
    symlinkSync('..', agent.path('up'))
    expect(await agent.collect(collect(['up/*', 'up/**', '*/*/*']))).toMatchObject({ files: [], leftOut: false })
  })

  it('is left out if its path is not UTF-8', async () => {
    const agent = new LocalAgent()
    const names = ['\\xff', 'a\\xc3', '\\xed\\xa0\\x80', '\\xc0\\xaf', '\\xf4\\x90\\x80\\x80', 'd\\xe9/f']
    const program = `mkdir "d\\xe9"; for (${names.map((name) => `"${name}"`).join(', ')}, "ok \\xf0\\x9f\\x98\\x80") { open F, ">", $_ or die }`
    const result = await agent.collect(perl(program), collect(['**']))
    expect(paths(result)).toEqual(['ok 😀'])
    expect(result.leftOut).toBe(true)
    expect(new Set(warnings(agent))).toEqual(new Set(['A file was left out: its name is not UTF-8.']))
    expect(warnings(agent)).toHaveLength(names.length)
  })

  it('is left out if it lies too deep, without an endless search', async () => {
    const agent = new LocalAgent()
    const program = perl('for (1 .. 3000) { mkdir "d"; chdir "d" } open F, ">", "f"')
    const result = await agent.collect(program, sh('echo > top'), collect(['**']))
    expect(paths(result)).toEqual(['top'])
    expect(result.leftOut).toBe(true)
    expect(warnings(agent)).toEqual([expect.stringMatching(/^d\/d\/.*… was left out: it lies too deep\.$/)])
    await agent.run(sh('rm -r d'))
  })
})

describe('the files that a COLLECT leaves out', () => {
  it('are counted if they are too many to be named', async () => {
    const agent = new LocalAgent()
    for (let file = 0; file < 15; file++) writeFileSync(agent.path(`f${file}`), 'xx')
    await agent.collect(collect(['*'], { maxFileBytes: 1 }))
    expect(warnings(agent)).toHaveLength(11)
    expect(warnings(agent).at(-1)).toBe('5 more were left out.')
  })

  it('are reported if there are more than may be returned', async () => {
    const agent = new LocalAgent()
    const result = await agent.collect(sh('i=0; while [ $i -lt 1100 ]; do : > $i; i=$((i+1)); done'), collect(['*']))
    expect(result).toMatchObject({ count: 1000, leftOut: true })
    expect(warnings(agent)).toEqual(['More than 1000 files match: the rest were left out.'])
  })
})

describe('the limits of a COLLECT', () => {
  const sizes = { 'a-10': 'x'.repeat(10), 'b-20': 'x'.repeat(20), 'c-5': 'x'.repeat(5), 'd-0': '' }
  it.each([
    ['no limit that matters', { maxFileBytes: 20, maxTotalBytes: 35 }, ['a-10', 'b-20', 'c-5', 'd-0'], false],
    ['one for a file', { maxFileBytes: 19 }, ['a-10', 'c-5', 'd-0'], true],
    ['one in total', { maxTotalBytes: 34 }, ['a-10', 'b-20', 'd-0'], true],
    ['nothing allowed', { maxTotalBytes: 0 }, ['d-0'], true],
  ] as const)('hold: %s', async (_what, change, expected, leftOut) => {
    const result = await agentWith(sizes).collect(collect(['*'], change))
    expect(paths(result)).toEqual(expected)
    expect(result).toMatchObject({ count: expected.length, leftOut })
  })

  it('are not fooled by a file that says it is huge', async () => {
    const agent = agentWith({ sparse: '', small: 'x' })
    truncateSync(agent.path('sparse'), 2 ** 42)
    const result = await agent.collect(collect(['*'], { maxFileBytes: 2 ** 32 - 1, maxTotalBytes: 2 ** 32 - 1 }))
    expect(paths(result)).toEqual(['small'])
    expect(result.leftOut).toBe(true)
  })

  it('stop at a thousand files, the first by path', async () => {
    const agent = new LocalAgent()
    const many = perl('for (1 .. 4500) { open F, ">", sprintf "f%04d", ($_ * 7) % 4500 }')
    const result = await agent.collect(many, collect(['*']))
    expect(paths(result)).toEqual(Array.from({ length: 1000 }, (_, n) => `f${String(n).padStart(4, '0')}`))
    expect(result).toMatchObject({ count: 1000, leftOut: true })
    expect(await agent.collect(sh('rm f1* f2* f3* f4*'), collect(['*']))).toMatchObject({ count: 1000, leftOut: false })
  })
})

describe('the bytes of a COLLECT', () => {
  const content = Buffer.from(Uint32Array.from({ length: 75_000 }, (_, n) => n).buffer)

  it('need credit like output, and nothing else does', async () => {
    const agent = agentWith({ big: content, 'before-1': '', 'c-after': '' })
    const received = (): number =>
      agent.frames.reduce((sum, frame) => sum + (frame.type === 'file-data' ? frame.bytes.length : 0), 0)
    agent.send(collect(['*']))
    await agent.until('both begins', () => agent.frames.filter(({ type }) => type === 'file-begin').length === 2)
    let granted = 0
    for (const step of [1, 4095, 65_531, 200_000]) {
      granted += step
      const total = granted
      agent.send({ type: 'grant', bytes: step }, { type: 'ping', token: step })
      await agent.until(`${total} bytes`, () => received() >= total)
      await agent.next('pong')
      expect(received()).toBe(total)
    }
    expect(agent.frames.some(({ type }) => type === 'collected')).toBe(false)
    agent.send({ type: 'grant', bytes: content.length })
    await agent.next('collected')
    const all = agent.frames.flatMap((frame) => (frame.type === 'file-data' ? [frame.bytes] : []))
    expect(Buffer.concat(all).equals(content)).toBe(true)
    // The next program may use granted bytes that were left over.
    agent.send(sh('printf abc'))
    await agent.next('exit')
    expect(agent.text()).toBe('abc')
  })

  it('do not take the agent’s time while they wait for credit', async () => {
    const agent = agentWith({ big: content })
    agent.send(collect(['*']))
    await agent.next('file-begin')
    const before = agent.cpuTicks
    spawnSync('sh', ['-c', 'sleep 0.3'])
    expect(agent.cpuTicks - before).toBeLessThan(10)
  })

  it('stay complete if the host is slow', async () => {
    const big = Buffer.concat(Array.from({ length: 20 }, () => content))
    const agent = agentWith({ big })
    agent.send({ type: 'grant', bytes: big.length })
    agent.listening = false
    agent.send(collect(['*']), { type: 'ping', token: 1 })
    agent.listening = true
    const { files } = await agent.collected()
    expect(files[0]?.content.equals(big)).toBe(true)
  })

  it('end with the file if something shortens it', async () => {
    const agent = agentWith({ big: content, small: 'x' })
    agent.send({ type: 'grant', bytes: 1000 }, collect(['*']))
    await agent.next('file-data')
    truncateSync(agent.path('big'), 2000)
    agent.send({ type: 'grant', bytes: 2 ** 30 })
    expect(await agent.next('collected')).toMatchObject({ files: 1, leftOut: true })
    const begins = agent.frames.flatMap((frame) => (frame.type === 'file-begin' ? [frame.path] : []))
    expect(begins).toEqual(['big', 'small'])
  })

  it('end at the announced size if something lengthens the file', async () => {
    const agent = agentWith({ big: content })
    agent.send({ type: 'grant', bytes: 1000 }, collect(['*']))
    await agent.until('the credit to be used', () => agent.frames.some(({ type }) => type === 'file-data'))
    truncateSync(agent.path('big'), content.length + 1000)
    const result = await agent.collect()
    expect(result).toMatchObject({ count: 1, leftOut: false, files: [{ size: content.length }] })
    expect(result.files[0]?.content.equals(content)).toBe(true)
  })
})

describe('a COLLECT within a job', () => {
  it.each([
    ['an absolute path', ['/etc/passwd']],
    ['one with ..', ['../*']],
    ['one with .. in its middle', ['a/../../b']],
    ['an empty one', ['']],
    ['an empty component', ['a//b']],
    ['a NUL', ['a\0b']],
    ['one among good ones', ['a', 'b', './c']],
    ['too many components', ['a/'.repeat(62) + 'a']],
    ['too long a one', ['x'.repeat(4096)]],
    ['too many', Array.from({ length: 257 }, (_, n) => `f${n}`)],
  ])('fails for an invalid pattern: %s', async (_what, patterns) => {
    const agent = agentWith({ a: '' })
    expect(await agent.fail(collect(patterns), sh('exit 0'))).toMatchObject({ phase: null, code: 'path-refused' })
    expect(await agent.run(sh('exit 3'))).toMatchObject({ exitCode: 3 })
    expect(agent.frames.filter(({ type }) => type === 'exit' || type === 'collected')).toHaveLength(1)
  })

  it('names the patterns without a match', async () => {
    const agent = agentWith({ a: '', 'b/c': 'too large' })
    const asked = collect(['x', 'a', 'b', 'b/*', '**/*.png'], { maxFileBytes: 3 })
    // A folder does not count as a file, but files that are left out match all the same.
    agent.send({ type: 'grant', bytes: 1000 }, asked)
    expect(await agent.next('collected')).toMatchObject({ files: 1, leftOut: true, unmatched: [0, 2, 4] })
  })

  it('is dropped if the job fails before it', async () => {
    const agent = agentWith({ a: '' })
    await agent.fail(sh('x', { argv: ['./absent'] }), collect(['*']))
    expect(await agent.collect(collect(['a']))).toMatchObject({ count: 1 })
    expect(agent.frames.filter(({ type }) => type === 'collected')).toHaveLength(1)
  })

  it('is skipped by a STOP, but still answered', async () => {
    const agent = agentWith({ a: '' })
    agent.send({ type: 'grant', bytes: 1000 }, sh('echo up; sleep 1000'), collect(['*']))
    await agent.says('up')
    agent.send({ type: 'stop', cause: 'cancelled', graceMs: 0 })
    expect(await agent.collected()).toEqual({ files: [], count: 0, leftOut: true })
  })

  it('is ended by a STOP while it waits for credit', async () => {
    const agent = agentWith({ a: '', b: 'x'.repeat(100) })
    agent.send({ type: 'grant', bytes: 99 }, collect(['*']))
    await agent.next('file-data')
    agent.send({ type: 'stop', cause: 'cancelled', graceMs: 0 })
    expect(await agent.next('collected')).toMatchObject({ files: 1, leftOut: true })
    expect(await agent.run(sh('exit 3'))).toMatchObject({ exitCode: 3 })
  })

  it('returns a program that another sandbox can run', async () => {
    const first = new LocalAgent()
    const compile = sh('mkdir bin; printf "#!/bin/sh\\necho built\\n" > bin/prog; chmod +x bin/prog; echo > bin/data')
    const { files } = await first.collect(compile, collect(['bin/**']))
    const second = new LocalAgent()
    const exit = await second.run(...files.flatMap(encodeFile), sh('./bin/prog && test ! -x bin/data'))
    expect(exit).toMatchObject({ exitCode: 0 })
    expect(second.text()).toBe('built\n')
  })
})
