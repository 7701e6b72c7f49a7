import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeWorkspace, type Outcome, sandrun as command, type Workspace } from './support/cli.ts'
import { startService, type TestService } from './support/service.ts'

let service: TestService
let workspace: Workspace

beforeAll(async () => {
  service = await startService()
  workspace = await makeWorkspace()
  await workspace.write('empty/notes.txt', '')
  await workspace.write('sum.py', 'print(sum(map(int, input().split())))')
})
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await workspace[Symbol.asyncDispose]()
})

const sandrun = (...args: string[]): Promise<Outcome> =>
  command(args, { cwd: workspace.path, env: { SANDRUN_URL: service.url.href } })

it('runs a program for every input of a folder and reports each result', async () => {
  await workspace.write('good/1.in', '1 2\n')
  await workspace.write('good/1.out', '3\n')
  await workspace.write('good/10.in', '10 20\n')
  await workspace.write('good/2.in', '2 3\n')
  await workspace.write('good/2.out', '5')
  const { code, stdout, stderr } = await sandrun('run', 'sum.py', '--cases', 'good')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const line = /^(\d+) +([a-z-]+) +\d+ ms +[\d.]+ MB$/gm
  const rows = [...stdout.matchAll(line)].map(([, name, verdict]) => [name, verdict])
  expect(rows).toEqual([
    ['1', 'accepted'],
    ['2', 'accepted'],
    ['10', 'ok'],
  ])
  expect(stdout).toMatch(/\n3 of 3 passed\n$/)
})

it('shows how an answer differs and why a case failed', async () => {
  await workspace.write('bad/a.in', '1 2\n')
  await workspace.write('bad/a.out', 'sum\n4\n')
  await workspace.write('bad/b.in', 'x\n')
  const { code, stdout } = await sandrun('run', 'sum.py', '--cases', 'bad')
  expect(code).toBe(1)
  expect(stdout).toMatch(/^a: .*\n {2}@@ line 1 @@\n {2}-sum\n {2}-4\n {2}\+3\n/m)
  expect(stdout).toMatch(/^b: [^]*ValueError: invalid literal/m)
  expect(stdout).toMatch(/\n0 of 2 passed\n$/)
  const stopped = await sandrun('run', 'sum.py', '--cases', 'bad', '--fail-fast')
  expect(stopped.stdout).not.toMatch(/^b /m)
  expect(stopped.stdout).toMatch(/\n0 of 2 passed\n$/)
})

it('takes cases from JSON, with arguments, and compares as requested', async () => {
  await workspace.write('third.py', 'import sys\nprint(1 / 3, *sys.argv[1:])')
  const cases = [
    { name: 'near', expected: '0.3333' },
    { name: 'given', args: ['a'], expected: '0.3333 a' },
  ]
  await workspace.write('third.cases.json', JSON.stringify({ cases }))
  expect(await sandrun('run', 'third.py', '--cases', 'third.cases.json')).toMatchObject({ code: 1 })
  expect(await sandrun('run', 'third.py', '--cases', 'third.cases.json', '--compare', 'float=1e-3')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^near +accepted .*\ngiven +accepted /m),
  })
})

it('gives the whole result as JSON', async () => {
  await workspace.write('json/1.in', '1 2\n')
  const { stdout } = await sandrun('run', 'sum.py', '--cases', 'json', '--json')
  expect(JSON.parse(stdout)).toMatchObject({ verdict: 'ok', cases: [{ name: '1', run: { stdout: '3\n' } }] })
})

it('says that the program does not compile', async () => {
  await workspace.write('broken.c', 'int main(void) { return x; }\n')
  await workspace.write('c/1.in', '')
  const { code, stderr } = await sandrun('run', 'broken.c', '--cases', 'c')
  expect(code).toBe(65)
  expect(stderr).toContain('broken.c:1:25')
})

it.each([
  ['a missing folder', ['--cases', 'nowhere'], 'nowhere'],
  ['a folder without cases', ['--cases', 'empty'], 'NAME.in'],
  ['a file that is not JSON', ['--cases', 'sum.py'], 'not JSON'],
  ['an unknown comparison', ['--cases', 'good', '--compare', 'about'], 'float=1e-6'],
  ['an input besides the cases', ['--cases', 'good', '--stdin', 'sum.py'], '--stdin and --cases'],
  ['files besides the cases', ['--cases', 'good', '--collect', '*.txt'], '--collect and --cases'],
  ['a comparison without cases', ['--compare', 'tokens'], '--compare needs --cases'],
  ['a first failure without cases', ['--fail-fast'], '--fail-fast needs --cases'],
])('says what is wrong with %s', async (_what, options, words) => {
  expect(await sandrun('run', 'sum.py', ...options)).toMatchObject({ code: 64, stderr: expect.stringContaining(words) })
})
