import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, TWO_OF_48_MB } from './support/adapter-calls.ts'
import { startService, type TestService } from './support/service.ts'

let service: TestService

beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

describe('Jobe', () => {
  const JOBE = '/jobe/index.php/restapi'
  const run = async (spec: object, at = service): Promise<unknown> =>
    (await ask(at, 'POST', `${JOBE}/runs`, { run_spec: { language_id: 'python3', sourcecode: 'print(1)', ...spec } }))
      .body

  it('takes 0 as its default, never as no limit', async () => {
    const parameters = { memorylimit: 0, disklimit: 0, streamsize: 0, numprocs: 0, cputime: 0 }
    const all = 'x = [bytes([1]) * 2**20 for _ in range(999)]'
    expect(await run({ sourcecode: all, parameters })).toMatchObject({ outcome: 17 })
    expect(
      await ask(service, 'POST', `${JOBE}/runs`, {
        run_spec: { language_id: 'python3', sourcecode: '1', parameters: { memorylimit: 10 ** 6 } },
      }),
    ).toMatchObject({ status: 400, body: expect.stringContaining('memorylimit') })
  })

  it('keeps nothing for a run that is debugged', async () => {
    expect(await run({ debug: true })).toEqual({
      run_id: expect.any(String),
      outcome: 15,
      cmpinfo: '',
      stdout: '1\n',
      stderr: '',
    })
  })
})

describe('SandboxFusion', () => {
  const post = (body: object, at = service) =>
    ask(at, 'POST', '/sandboxfusion/run_code', { language: 'python', code: 'print(1)', ...body })
  const run = async (body: object): Promise<unknown> => (await post(body)).body

  it('runs the languages that it names, and refuses frameworks by name', async () => {
    expect(await run({ language: 'nodejs', code: 'console.log(2)' })).toMatchObject({ run_result: { stdout: '2\n' } })
    for (const language of ['jest', 'junit', 'go_test', 'D_ut', 'kotlin_script', 'verilog', 'lean', 'cuda']) {
      expect(await run({ language })).toMatchObject({ detail: [{ msg: expect.stringContaining(language) }] })
    }
  })

  it('counts the memory of the whole sandbox, -1 being the default, and says which limit it was', async () => {
    expect(await run({ code: 'x = bytearray(2**30)', memory_limit_MB: -1 })).toMatchObject({
      status: 'Failed',
      message: expect.stringMatching(/more than \d+ MB of memory/),
    })
    expect(await run({ code: TWO_OF_48_MB, memory_limit_MB: 64 })).toMatchObject({
      status: 'Failed',
      message: expect.stringContaining('64 MB'),
    })
  })

  it('refuses a time above the maximum', async () => {
    for (const field of ['run_timeout', 'compile_timeout']) {
      expect(await run({ language: 'cpp', [field]: 10_000 })).toMatchObject({ detail: [{ loc: ['body', field] }] })
    }
  })

  it('takes a name with * as a pattern', async () => {
    const code = 'for name in "ab": open(name + ".txt", "w").write(name)'
    expect(await run({ code, fetch_files: ['*.txt'] })).toMatchObject({ files: { 'a.txt': 'YQ==', 'b.txt': 'Yg==' } })
  })
})

describe('execute', () => {
  it('has version, arguments and variables, and reports usage', async () => {
    const code = 'import os, sys; print(sys.argv[1:], os.environ["WORD"])'
    const asked = { language: 'python', version: '3', code, args: ['a', 'b c'], env: { WORD: 'w' }, timeout: 5000.5 }
    const { body } = await ask(service, 'POST', '/execute', asked)
    expect(body).toMatchObject({
      language: 'python',
      version: expect.stringMatching(/^3\./),
      stdout: "['a', 'b c'] w\n",
    })
    const { id, executionId, executionTime, cpuTime, memory, stderr } = body as Record<string, unknown>
    expect([id === executionId, stderr]).toEqual([true, ''])
    for (const used of [executionTime, cpuTime, memory]) expect(used).toBeGreaterThan(0)
  })
})

it('a busy service has outcome 21 for Jobe, and tells SandboxFusion when to retry', async () => {
  await using busy = await startService({ SANDRUN_CAPS: 'runsPerMinute=1', SANDRUN_WARM: 'none' })
  const jobe = { run_spec: { language_id: 'python3', sourcecode: 'print(1)' } }
  for (const outcome of [15, 21]) {
    const { body } = await ask(busy, 'POST', '/jobe/index.php/restapi/runs', jobe)
    expect(body).toMatchObject({ outcome })
  }
  const fusion = { language: 'python', code: 'print(1)' }
  const { status, headers } = await ask(busy, 'POST', '/sandboxfusion/run_code', fusion)
  expect([status, Number(headers.get('retry-after')) > 0]).toEqual([429, true])
})
