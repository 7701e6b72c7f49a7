import { type LanguageInfo, LanguagesResponseSchema, type RunRequest } from '@sandrun/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, post, startService, type TestService, watch } from './support/service.ts'

let service: TestService

beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

const NO_STDIN = /reads standard input and was given none: send it some/
const NO_NETWORK = /tried to reach the network, and a sandbox has none: send what it needs as files/

const python = (code: string, rest: Partial<RunRequest> = {}): RunRequest => ({ language: 'python', code, ...rest })

describe('a run warns', () => {
  it.each<[string, RunRequest, RegExp]>([
    ['if it reads standard input that nobody sent', python('input()'), NO_STDIN],
    ['if its child process does', python('import subprocess; subprocess.run(["cat"])'), NO_STDIN],
    ['if it does at a terminal for output', python('input()', { tty: { cols: 80, rows: 24 } }), NO_STDIN],
    ['if a case without input does', python('input()', { cases: [{ stdin: '1\n' }, {}] }), NO_STDIN],
    [
      'if it looks up a name',
      python('import urllib.request as r\ntry: r.urlopen("https://example.com")\nexcept OSError: pass'),
      NO_NETWORK,
    ],
    [
      'if it connects to an address',
      python('import socket\ntry: socket.create_connection(("192.0.2.1", 80))\nexcept OSError: pass'),
      NO_NETWORK,
    ],
    [
      'if it continues after it got no more processes',
      python('import os, time\nwhile True:\n  try: os.fork()\n  except OSError: time.sleep(1)', {
        limits: { processes: 20, wallMs: 1500 },
      }),
      /asked for more processes or threads than its limit, 20, and was refused/,
    ],
    ['if it writes bytes that are not UTF-8', python('import os; os.write(1, b"\\xff")'), /stdout is not UTF-8/],
  ])('%s', async (_what, request, warning) => {
    expect((await post(service, request)).warnings).toEqual([expect.stringMatching(warning)])
  })

  it('if more is pasted into one line of a terminal than fits', async () => {
    using client = await connect(service)
    const run = watch(client, python('print("?")\nprint(len(input()))', { tty: { cols: 80, rows: 24 } }))
    await run.sees('?')
    run.send(`${'x'.repeat(5000)}\n`)
    const { warnings } = await run.result
    expect(warnings).toEqual([expect.stringMatching(/at most 4,096 bytes of a line.*send long input as a whole/)])
  })
})

describe('a run has no warning', () => {
  it.each<[string, RunRequest]>([
    [
      'about input that only its compiler read',
      { language: 'c', code: '#include "/dev/stdin"\nint main(void) { return 0; }\n' },
    ],
    ['about input that was sent but is empty', python('import sys; sys.stdin.read()', { stdin: '' })],
    ['about a case that reads all its input', python('import sys; sys.stdin.read()', { cases: [{ stdin: '1' }] })],
    ['about input that it does not read', python('print("\\u00e9")')],
    [
      'about a program that connects to itself by the name of this machine',
      python(
        'import socket\n' +
          'for name in "localhost", socket.gethostname():\n' +
          '  s = socket.create_server((name, 0))\n' +
          '  socket.create_connection((name, s.getsockname()[1])).close()',
      ),
    ],
    [
      'about a program that connects to itself',
      python(
        'import socket\ns = socket.create_server(("127.0.0.1", 0))\nsocket.create_connection(s.getsockname()).close()',
      ),
    ],
  ])('%s', async (_what, request) => {
    expect(await post(service, request)).toMatchObject({ verdict: 'ok', warnings: [] })
  })

  it('about input that a live client may still type', async () => {
    using client = await connect(service)
    const run = watch(client, python('input()'))
    run.active.endStdin()
    expect((await run.result).warnings).toEqual([])
  })

  it("about a runtime's own behaviour, in any language that is built", { timeout: 600_000 }, async () => {
    const response = await fetch(new URL('/v1/languages', service.url))
    const { languages } = LanguagesResponseSchema.parse(await response.json())
    const warned: [string, string[]][] = []
    const isReady = ({ available }: LanguageInfo): boolean => available
    for (const { id, samples } of languages.filter(isReady)) {
      const code = samples.find(({ name }) => name === 'hello')?.code
      const { verdict, warnings } = await post(service, { language: id, code })
      if (verdict !== 'ok' || warnings.length > 0) warned.push([id, warnings])
    }
    expect(warned).toEqual([])
  })
})
