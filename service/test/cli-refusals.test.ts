import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { MAIN, makeWorkspace, type Outcome, sandrun as command, type Workspace } from './support/cli.ts'
import { startService, type TestService } from './support/service.ts'

let service: TestService
let workspace: Workspace

beforeAll(async () => {
  service = await startService()
  workspace = await makeWorkspace()
})
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await workspace[Symbol.asyncDispose]()
})

const sandrun = (args: readonly string[]): Promise<Outcome> =>
  command(args, { stdin: '', cwd: workspace.path, env: { SANDRUN_URL: service.url.href } })

it('refuses a program that is larger than the service accepts, and names it', async () => {
  const path = await workspace.write('big.py', `x = "${'x'.repeat(20 * 2 ** 20)}"`)
  const { code, stderr } = await sandrun(['run', path])
  expect([code, stderr.split('\n')[0]]).toEqual([
    64,
    expect.stringMatching(/big\.py is too large: 26\.7 MB to send, but this service accepts 16 MB\./),
  ])
})

it.each([
  ['a folder as input', ['--stdin', '.', '-l', 'bash', '-e', 'cat'], 64, /Can't read \.: it is a folder\./],
  ['a missing input', ['--stdin', 'nope', '-l', 'bash', '-e', 'cat'], 64, /Can't read nope: it does not exist\./],
  ['a device', ['-l', 'bash', '/dev/zero'], 64, /Can't read \/dev\/zero: it is a device\./],
  ['a large folder', ['-l', 'bash', '/usr/share'], 64, / has more than 1000 files\./],
  ['an invalid address', ['--url', 'nonsense', '-l', 'bash', '-e', 'true'], 64, /"nonsense" is not the address/],
])('refuses %s in a sentence', async (_what, args, code, said) => {
  const outcome = await sandrun(['run', ...args])
  expect(outcome).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(said) })
  expect(outcome.stderr).not.toMatch(/\n\s+at /)
})

it('names the folder of the command line that has too many files', async () => {
  for (const half of ['a', 'b'])
    await Promise.all(Array.from({ length: 600 }, (_, index) => workspace.write(`many/${half}/${index}.txt`, '')))
  expect(await sandrun(['run', '-l', 'bash', 'many'])).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('/many has more than 1000 files.'),
  })
})

it('says that a file cannot be saved, by its exit code too', async () => {
  const code = 'echo 1 > out.txt; exit "$1"'
  const args = ['run', '-l', 'bash', '--collect', '*.txt', '--output', '/dev/null', '-e', code, '--']
  expect(await sandrun([...args, '0'])).toMatchObject({
    code: 74,
    stderr: expect.stringContaining("Can't save out.txt"),
  })
  expect(await sandrun([...args, '3'])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("Can't save out.txt"),
  })
})

it.each([[['lang', 'test', 'awk']], [['doctor', '--attack', '--only', 'tampering', '--minutes', '0.001']]])(
  'refuses a report that cannot be written before the work of %j',
  async (words) => {
    const { code, stdout, stderr } = await sandrun([...words, '--report', '/nosuch/report'])
    expect([code, stdout, stderr]).toEqual([
      64,
      '',
      "sandrun: Can't write /nosuch/report: its folder does not exist.\n" +
        '         Set --report to a file that you can write, in a folder that exists.\n',
    ])
  },
)

it('says that its output cannot be written', async () => {
  const full = await open('/dev/full', 'w')
  const child = spawn(process.execPath, [MAIN, 'run', '-l', 'bash', '-e', 'echo lost'], {
    env: { ...process.env, SANDRUN_URL: service.url.href },
    stdio: ['ignore', full.fd, 'pipe'],
  })
  const { stderr } = child
  if (stderr === null) throw new Error('It has no stderr.')
  const [said, [code]] = await Promise.all([text(stderr), once(child, 'exit')])
  await full.close()
  expect([code, said]).toEqual([74, expect.stringMatching(/^sandrun: Can't write the output \(ENOSPC\)\.\n/)])
})
