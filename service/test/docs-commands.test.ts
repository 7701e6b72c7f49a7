import { execFile } from 'node:child_process'
import { chmod } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace, type Workspace } from './support/cli.ts'
import { findBlocks, PLACES, readBlocks } from './support/runnable-blocks.ts'
import { startService, type TestService } from './support/service.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The example programs of docs/cli.md, and `sandrun` as a command, linked as `npm start` says. */
const PROGRAMS: Readonly<Record<string, string>> = {
  sandrun: `#!/bin/sh\nexec node ${join(ROOT, 'bin/sandrun.mjs')} "$@"\n`,
  'hello.py': "print('Hello')\n",
  'greet.c': '#include <stdio.h>\nint main(void) { char name[32]; return scanf("%31s", name) != 1; }\n',
  'loop.js': 'for (let turn = 0; turn < 1e6; turn++);\n',
  'main.c': '#include "list.h"\nint main(void) { return length() - 3; }\n',
  'list.c': '#include "list.h"\nint length(void) { return 3; }\n',
  'list.h': 'int length(void);\n',
  'input.txt': '1 2 3\n',
  'solution.cpp': '#include <iostream>\nint main() { int a; std::cin >> a; std::cout << a * a << std::endl; }\n',
  'tests/1.in': '7\n',
  'tests/1.out': '49\n',
}

let service: TestService
let programs: Workspace

beforeAll(async () => {
  service = await startService()
  programs = await makeWorkspace()
  for (const [name, content] of Object.entries(PROGRAMS)) await programs.write(name, content)
  await chmod(join(programs.path, 'sandrun'), 0o755)
})
afterAll(async () => {
  await programs[Symbol.asyncDispose]()
  await service[Symbol.asyncDispose]()
})

interface Outcome {
  code: number | string | null | undefined
  output: string
}

function run(commands: string, place: (typeof PLACES)[number]): Promise<Outcome> {
  const { host, origin } = service.url
  const env = { ...process.env, SANDRUN_URL: origin, PATH: `${programs.path}${delimiter}${process.env['PATH']}` }
  const cwd = place === 'clone' ? ROOT : programs.path
  // The test has another port; the documents have the usual one.
  const script = commands.replaceAll('localhost:8080', host)
  return new Promise((resolve) => {
    const child = execFile('bash', ['-euo', 'pipefail', '-c', script], { cwd, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, output: stdout + stderr }),
    )
    child.stdin?.end()
  })
}

const blocks = await readBlocks(ROOT)

describe.each(PLACES)('commands that must work in: %s', (place) => {
  it.each(blocks.filter((block) => block.place === place))('$where', { timeout: 60_000 }, async ({ commands }) => {
    const outcome = await run(commands, place)
    expect(outcome).toEqual({ code: 0, output: expect.not.stringContaining('"error":{') })
    expect(outcome.output).not.toBe('')
  })
})

it('finds all marked blocks, and nothing else', () => {
  const markdown = 'a\n```sh clone\nls\n```\n```sh\nrm -rf FOLDER\n```\n```js\nx\n```\n'
  expect(findBlocks(markdown, 'a.md')).toEqual([{ where: 'a.md:2', place: 'clone', commands: 'ls\n' }])
  expect(() => findBlocks('```sh moon\nls\n```\n', 'a.md')).toThrow('a.md:1: there is no place "moon"')
})

it('finds every command that a reader should type first', () => {
  const commands = blocks.map((block) => block.commands).join('')
  for (const first of ['sandrun.mjs run -l python', 'curl localhost:8080/v1/runs', 'sandrun run hello.py']) {
    expect(commands).toContain(first)
  }
})
