import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LanguagesResponseSchema, toBytes } from '@sandrun/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ServiceProcess, spawnService } from './support/service-process.ts'
import { connect, post, startService, type TestService, watch } from './support/service.ts'

let service: TestService

beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

const DOUBLE = 'print(int(input()) * 2)'

describe('cases', () => {
  it('run once for each stdin, each with a verdict', async () => {
    const result = await post(service, {
      language: 'python',
      code: DOUBLE,
      cases: [
        { name: 'two', stdin: '2\n', expected: '4' },
        { stdin: '3\n', expected: '7\n' },
        { stdin: 'x\n', expected: '' },
        { stdin: '5\n' },
      ],
    })
    expect(result).toMatchObject({
      verdict: 'wrong-answer',
      message: '2 of 4 cases passed; "2": The output is not as expected.',
      cases: [
        { name: 'two', verdict: 'accepted', run: { stdout: '4\n' } },
        { name: '2', verdict: 'wrong-answer', run: { stdout: '6\n' } },
        { name: '3', verdict: 'runtime-error', run: { exitCode: 1 } },
        { name: '4', verdict: 'ok', run: { stdout: '10\n' } },
      ],
    })
  })

  it('compile once, and restore the program after each wipe', async () => {
    const code = '#include <stdio.h>\nint main(void) { int x; scanf("%d", &x); printf("%d\\n", x * 2); }\n'
    const cases = [1, 2, 3].map((x) => ({ stdin: `${x}\n`, expected: `${x * 2}\n` }))
    const result = await post(service, { language: 'c', code, cases })
    expect(result).toMatchObject({
      verdict: 'accepted',
      message: '3 of 3 cases passed.',
      compile: { exitCode: 0 },
      cases: [{ verdict: 'accepted' }, { verdict: 'accepted' }, { verdict: 'accepted' }],
    })
  })

  it.each(['java', 'typescript', 'go'])('restore folders of classes and modules too: %s', async (language) => {
    const response = await fetch(new URL('/v1/languages', service.url))
    const { languages } = LanguagesResponseSchema.parse(await response.json())
    const code = languages.find(({ id }) => id === language)?.samples.find(({ name }) => name === 'hello')?.code
    const { verdict, message, compile, cases } = await post(service, { language, code, cases: [{}, {}] })
    const said = [compile?.stdout, compile?.stderr].map((text) => (typeof text === 'object' ? text.base64 : text))
    expect([verdict, message, ...said].join('\n').trim()).toBe('ok\n2 of 2 cases passed.')
    expect(cases?.map((one) => one.verdict)).toEqual(['ok', 'ok'])
  })

  it('stop at the first failure on request', async () => {
    const cases = [
      { stdin: '1', expected: '2' },
      { stdin: '1', expected: '3' },
      { stdin: '1', expected: '2' },
    ]
    const result = await post(service, { language: 'python', code: DOUBLE, cases, stopAtFirstFailure: true })
    expect(result.cases?.map(({ verdict }) => verdict)).toEqual(['accepted', 'wrong-answer'])
  })

  it('have their own limits: one endless case does not end the others', async () => {
    const code = 'import sys\nif input() == "loop":\n    while True: pass\nprint("done")'
    const cases = [{ stdin: 'loop' }, { stdin: 'go', expected: 'done' }]
    const result = await post(service, { language: 'python', code, cases, limits: { cpuMs: 300 } })
    expect(result.cases?.map(({ verdict }) => verdict)).toEqual(['cpu-limit', 'accepted'])
  })

  it('see nothing of each other: files, processes, shared memory', async () => {
    const code = [
      'import os, subprocess, sys',
      'seen = sorted(os.listdir("/work") + os.listdir("/tmp") + os.listdir("/dev/shm"))',
      'others = [p for p in os.listdir("/proc") if p.isdigit() and p not in ("1", str(os.getpid()))]',
      // Without the runtime that waits.
      'daemons = [comm for p in others if (comm := open(f"/proc/{p}/comm").read()) != "python3\\n"]',
      'print(seen, daemons)',
      'for place in ("/work", "/tmp", "/dev/shm"): open(place + "/trace", "w").write("x")',
      'os.makedirs("/work/a/b/c"); os.chmod("/work/a/b", 0)',
      'subprocess.Popen(["sleep", "100"], start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)',
    ].join('\n')
    const result = await post(service, { language: 'python', code, cases: [{}, {}, {}] })
    expect(result.cases?.map(({ run }) => run?.stdout)).toEqual(Array(3).fill("['main.py'] []\n"))
  })

  it('do not get input that the previous case left unread', async () => {
    const code = 'import sys\nprint(sys.stdin.readline().strip())'
    const long = 'x'.repeat(2_000_000)
    const cases = ['one', 'two', 'three'].map((word) => ({ stdin: `${word}\n${long}`, expected: word }))
    const result = await post(service, { language: 'python', code, cases })
    expect(result).toMatchObject({ verdict: 'accepted' })
  })

  it('are reported live, one by one', async () => {
    using client = await connect(service)
    const seen: string[] = []
    const run = watch(
      client,
      {
        language: 'bash',
        code: 'read x; echo "$x"',
        cases: [
          { stdin: 'a', expected: 'a' },
          { stdin: 'b', expected: 'c' },
        ],
      },
      { case: (index, { verdict }) => seen.push(`${index} ${verdict}`) },
    )
    await expect(run.result).resolves.toMatchObject({ verdict: 'wrong-answer' })
    expect(seen).toEqual(['0 accepted', '1 wrong-answer'])
  })

  it('can be cancelled', async () => {
    using client = await connect(service)
    const run = watch(
      client,
      {
        language: 'bash',
        code: 'read x; [ "$x" = fast ] || sleep 60',
        cases: [{ stdin: 'fast\n' }, { stdin: 'slow\n' }, { stdin: 'slow\n' }],
      },
      { case: () => run.active.cancel() },
    )
    const { verdict, cases } = await run.result
    expect(verdict).toBe('cancelled')
    expect(cases?.length).toBeLessThan(3)
  })

  it("can't be combined with the run's stdin, terminal or files", async () => {
    await expect(post(service, { language: 'python', code: DOUBLE, cases: [{}], stdin: '1' })).rejects.toThrow(
      /invalid-request.*"stdin/,
    )
  })
})

describe('collect', () => {
  it('returns files: text, bytes, folders, executable bits', async () => {
    const code = [
      'mkdir -p out/deep && echo text >out/a.txt && printf "\\377\\0" >out/deep/b.bin',
      'echo no >secret.txt && printf "#!/bin/sh\\n" >out/run.sh && chmod +x out/run.sh',
    ].join('\n')
    const result = await post(service, { language: 'bash', code, collect: ['out/**'] })
    expect(result.files).toEqual([
      { path: 'out/a.txt', content: 'text\n', encoding: 'utf8', executable: false },
      { path: 'out/deep/b.bin', content: '/wA=', encoding: 'base64', executable: false },
      { path: 'out/run.sh', content: '#!/bin/sh\n', encoding: 'utf8', executable: true },
    ])
  })

  it('follows no link, and reads no pipe or device', async () => {
    const code = 'ln -s /etc/passwd passwd; ln -s /etc etc; ln -s /proc/1/environ env; mkfifo pipe; echo ok >real'
    const result = await post(service, { language: 'bash', code, collect: ['*', 'etc/*', '**/*'] })
    expect(result.files?.map(({ path }) => path)).toEqual(['main.sh', 'real'])
  })

  it('leaves out files that are too large, and reports them', async () => {
    const code = 'head -c 9000000 /dev/zero >big; echo small >small'
    const result = await post(service, { language: 'bash', code, collect: ['big', 'small'] })
    expect(result.files?.map(({ path }) => path)).toEqual(['small'])
    expect(result.warnings).toEqual(['big was left out: it is too large.'])
  })

  it('names files and folders that cannot be read', async () => {
    const code = 'mkdir -p shut/in; echo > shut/in/a; echo > b; chmod 000 shut/in b'
    const { files, warnings } = await post(service, { language: 'bash', code, collect: ['**'] })
    expect(files?.map(({ path }) => path)).toEqual(['main.sh'])
    expect(warnings.toSorted()).toEqual([
      'b was left out: it could not be read.',
      'shut/in was left out: it could not be read.',
    ])
  })

  it('names files beyond the limit, and patterns without a match', async () => {
    const code = 'for i in 1 2 3; do head -c 3000000 /dev/zero >part$i; done'
    const result = await post(service, { language: 'bash', code, collect: ['part*'] })
    expect(result.files?.map(({ path }) => path)).toEqual(['part1', 'part2'])
    expect(result.warnings).toEqual(['part3 was left out: the files asked for are too large together.'])
    const none = await post(service, { language: 'bash', code, collect: ['*.png', 'out/**'] })
    expect(none).toMatchObject({ files: [], warnings: ['No file matches "*.png", "out/**".'] })
    const some = await post(service, { language: 'bash', code: 'echo >a', collect: ['*.png', 'a', '**/*.gif'] })
    expect(some).toMatchObject({ files: [{ path: 'a' }], warnings: ['No file matches "*.png".'] })
    const whatever = await post(service, { language: 'bash', code: 'echo none', collect: ['**/*.png'] })
    expect(whatever).toMatchObject({ files: [], warnings: [] })
  })

  it("does not report a compiler's files", async () => {
    const code = '#include <stdio.h>\nstatic char a[40 << 20] = {1};\nint main(void) { return a[1]; }\n'
    const result = await post(service, {
      language: 'c',
      code,
      limits: { memoryMb: 512, diskMb: 200, fileMb: 100 },
      compileLimits: { memoryMb: 512, diskMb: 200, fileMb: 100 },
    })
    expect(result).toMatchObject({ verdict: 'ok', warnings: [] })
  })

  it('returns the files of a failed program too', async () => {
    const result = await post(service, { language: 'bash', code: 'echo x >log; exit 3', collect: ['log'] })
    expect(result).toMatchObject({ verdict: 'runtime-error', files: [{ path: 'log', content: 'x\n' }] })
  })

  it.each(['../x', '/etc/passwd', 'a/../b'])('refuses the pattern %s', async (pattern) => {
    await expect(post(service, { language: 'bash', code: 'true', collect: [pattern] })).rejects.toThrow(/collect\[0\]/)
  })
})

describe('the total output of a request', () => {
  const FLOOD = 'import sys; sys.stdout.write("x" * 2**24)'
  const limits = { outputKb: 16_384 }
  /** In a separate process: this one is busy with answers that are as long. */
  let apart: ServiceProcess
  let stateDir: string

  beforeAll(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'sandrun-state-'))
    apart = await spawnService({ SANDRUN_STATE_DIR: stateDir, SANDRUN_INSTANCE: `cases-${process.pid}` })
  })
  afterAll(async () => {
    await apart.stop()
    await rm(stateDir, { recursive: true })
  })

  it('is 64 MB in all, however many cases there are; the verdict of each comes before the cut', async () => {
    const cases = [...Array.from({ length: 39 }, () => ({})), { expected: 'x'.repeat(100) }]
    const {
      verdict,
      cases: results = [],
      warnings,
    } = await post(apart, { language: 'python', code: FLOOD, cases, limits })
    expect(verdict).toBe('wrong-answer')
    expect(results).toHaveLength(40)
    const kept = results.reduce((sum, { run }) => sum + toBytes(run?.stdout ?? '').length, 0)
    expect(kept).toBeGreaterThan(64 * 2 ** 20 - 1)
    expect(kept).toBeLessThan(65 * 2 ** 20)
    const { run } = results[20] ?? {}
    expect(run?.stdout).toMatch(/^x{256}\n\[… 16776704 bytes left out …\]\nx{256}$/)
    expect(run?.truncated.stdout).toBe(2 ** 24 - 512)
    expect(warnings.join()).toContain('too long for one result')
  })

  it('is 64 MB of JSON, where a control character takes six bytes; others are answered in the meantime', async () => {
    const code = 'head -c 16700000 /dev/zero | tr "\\0" "\\1"'
    const judged = post(apart, { language: 'bash', code, cases: Array.from({ length: 4 }, () => ({})), limits })
    let polls = 0
    const over = judged.then(() => (polls = -polls))
    while (polls >= 0) {
      expect((await fetch(new URL('/healthz', apart.url))).status).toBe(200)
      if (polls >= 0) polls++
    }
    await over
    const { cases: results = [], warnings } = await judged
    expect(JSON.stringify(results).length).toBeLessThan(66 * 2 ** 20)
    expect(results[3]?.run?.truncated.stdout).toBeGreaterThan(16_000_000)
    expect(warnings.join()).toContain('too long for one result')
  })

  it('includes a comparison that leaves time for others', async () => {
    const code = 'print(" " * 4_000_000 + "x")'
    const judged = post(apart, { language: 'python', code, cases: [{ expected: 'y' }], limits })
    await expect(judged).resolves.toMatchObject({ verdict: 'wrong-answer' })
  })
})
