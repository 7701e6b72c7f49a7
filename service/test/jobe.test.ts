import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BUILD_WITHIN_MS, buildLanguages } from './support/build-languages.ts'
import { startService, type TestService } from './support/service.ts'

let service: TestService

beforeAll(async () => {
  await buildLanguages('octave', 'pascal', 'php')
  service = await startService()
}, BUILD_WITHIN_MS)
afterAll(() => service[Symbol.asyncDispose]())

async function call(method: string, path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(new URL(`/jobe/index.php/restapi${path}`, service.url), {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text) }
}

const post = (spec: object): Promise<{ status: number; body: unknown }> => call('POST', '/runs', { run_spec: spec })
const run = async (spec: object): Promise<unknown> => (await post(spec)).body

const HELLO: readonly (readonly [language: string, source: string])[] = [
  ['c', '#include <stdio.h>\nint main() { puts("hi"); }'],
  ['cpp', '#include <iostream>\nint main() { std::cout << "hi\\n"; }'],
  ['java', 'public class Hello { public static void main(String[] a) { System.out.println("hi"); } }'],
  ['nodejs', 'console.log("hi")'],
  ['octave', 'printf("hi\\n")'],
  ['pascal', "program hello; begin writeln('hi') end."],
  ['php', '<?php echo "hi\\n";'],
  ['python3', 'print("hi")'],
]

describe('a run', () => {
  it.each(HELLO)('in %s succeeds', async (language_id, sourcecode) => {
    expect(await run({ language_id, sourcecode })).toEqual({
      run_id: expect.any(String),
      outcome: 15,
      cmpinfo: '',
      stdout: 'hi\n',
      stderr: '',
    })
  })

  it.each([
    ['does not compile', { language_id: 'c', sourcecode: 'int main( {' }, 11],
    ['fails', { sourcecode: 'raise SystemExit(3)' }, 12],
    ['complains', { sourcecode: 'import sys; print("oh", file=sys.stderr)' }, 12],
    ['never ends', { sourcecode: 'while True: pass', parameters: { cputime: 1 } }, 13],
    ['waits forever', { sourcecode: 'import time; time.sleep(60)', parameters: { cputime: 0.2 } }, 13],
    [
      'takes all memory',
      { sourcecode: 'x = [bytes([1]) * 2**20 for _ in range(999)]', parameters: { memorylimit: 64 } },
      17,
    ],
  ])('that %s has its outcome', async (_what, spec, outcome) => {
    expect(await run({ language_id: 'python3', ...spec })).toMatchObject({ outcome })
  })

  it("has the compiler's message, or ours", async () => {
    expect(await run({ language_id: 'c', sourcecode: 'int main( {' })).toMatchObject({
      cmpinfo: expect.stringContaining('error:'),
    })
    expect(await run({ language_id: 'python3', sourcecode: 'raise SystemExit(3)' })).toMatchObject({
      stderr: expect.stringContaining('3'),
    })
  })

  it('has input, arguments and options', async () => {
    const spec = {
      language_id: 'c',
      sourcefilename: 'test.c',
      sourcecode:
        '#include <stdio.h>\n#include <math.h>\nint main(int n, char **a) { printf("%s %d %.0f", a[1], getchar(), sqrt(X)); }',
      input: 'A',
      parameters: { runargs: ['one'], compileargs: ['-DX=49.0'], linkargs: ['-lm'], cputime: '5', memorylimit: 0 },
    }
    expect(await run(spec)).toMatchObject({ outcome: 15, stdout: 'one 65 7' })
  })
})

describe('files', () => {
  const content = 'from the cache'
  const id = createHash('md5').update(content).digest('hex')

  it('are stored once and used by their ids', async () => {
    const spec = {
      language_id: 'python3',
      sourcecode: 'print(open("data.txt").read())',
      file_list: [[id, 'data.txt']],
    }
    expect(await call('HEAD', `/files/${id}`)).toMatchObject({ status: 404 })
    expect(await post(spec)).toEqual({
      status: 404,
      body: 'One or more of the specified files is missing/unavailable',
    })
    const file_contents = Buffer.from(content).toString('base64')
    expect(await call('PUT', `/files/${id}`, { file_contents })).toEqual({ status: 204, body: null })
    expect(await call('HEAD', `/files/${id}`)).toMatchObject({ status: 204 })
    expect(await run(spec)).toMatchObject({ outcome: 15, stdout: 'from the cache\n' })
  })

  it('are refused with a message', async () => {
    expect(await call('PUT', `/files/${id}`, { file_contents: '*' })).toMatchObject({
      status: 400,
      body: expect.stringContaining('not valid base-64'),
    })
    expect(await call('PUT', '/files/a', { file_contents: '' })).toMatchObject({ status: 400 })
    expect(await call('POST', '/files', { file_contents: '' })).toMatchObject({ status: 403 })
  })
})

it('lists its languages with their versions', async () => {
  const { body } = await call('GET', '/languages')
  expect(body).toEqual(
    expect.arrayContaining([
      ['python3', expect.stringMatching(/^3/)],
      ['nodejs', expect.any(String)],
    ]),
  )
})

it.each([
  [{ sourcecode: 'x' }, /language_id/],
  [{ language_id: 'klingon', sourcecode: 'x' }, /Language 'klingon' is not known/],
  [{ language_id: 'python3', sourcecode: 'x', parameters: { cputime: 61 } }, /cputime.*maximum/],
  [{ language_id: 'python3', sourcecode: 'x', parameters: { interpreterargs: ['-O'] } }, /interpreterargs/],
  [{ language_id: 'python3', sourcecode: 'x', parameters: { compileargs: ['-O'] } }, /not compiled/],
  [{ language_id: 'python3', sourcecode: 'x', sourcefilename: '../x.py' }, /sourcefilename|file_list/],
])('refuses %j', async (spec, sentence) => {
  expect(await post(spec)).toEqual({ status: 400, body: expect.stringMatching(sentence) })
})
