import assert from 'node:assert/strict'
import { Uri, commands, window, workspace } from 'vscode'
import { extension, fixture, open, runInTerminal, tidy } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { testRecorder, wordsOf } from '../harness/test-recorder.ts'

const text = async (uri: Uri): Promise<string> => new TextDecoder().decode(await workspace.fs.readFile(uri))
const write = async (uri: Uri, content: string): Promise<void> =>
  await workspace.fs.writeFile(uri, new TextEncoder().encode(content))

/** The names of VS Code's own buttons for the profiles that run tests; no API has them. */
const RUN_PROFILES = 2

/** Runs a program's cases with the user's command, and returns the events that the Test Explorer received. */
async function runCases(name: string): Promise<string[]> {
  await open(name)
  testRecorder.forget()
  await commands.executeCommand('sandrun.runCases')
  return testRecorder.events.map(({ kind, test }) => `${kind} ${test}`)
}

describe('test cases', () => {
  before(async () => await extension().activate())
  beforeEach(() => testRecorder.forget())
  afterEach(tidy)

  it('finds the .in and .out files and the JSON beside each program', async () => {
    await testRecorder.controller?.resolveHandler?.(undefined)
    const labels = (name: string): string[] => [...testRecorder.program(name).children].map(([, { label }]) => label)
    assert.deepEqual(labels('double.py'), ['1', '2', '10'])
    assert.deepEqual(labels('sum.c'), ['small', 'fails'])
  })

  it('says what is wrong with a JSON file', async () => {
    await testRecorder.controller?.resolveHandler?.(undefined)
    assert.match(wordsOf(testRecorder.program('bad.py').error), /"cases\[0\]\.input": is not a known field/)
  })

  it('reports case by case, with a diff for a wrong output', async () => {
    const events = await runCases('cases/double.py')
    assert.deepEqual(events, [
      'enqueued double.py 1',
      'enqueued double.py 2',
      'enqueued double.py 10',
      'started double.py 1',
      'passed double.py 1',
      'started double.py 2',
      'failed double.py 2',
      'started double.py 10',
      'passed double.py 10',
    ])
    assert.equal(recorder.messages.at(-1)?.text, 'double.py: 2 of 3 test cases passed.')
    assert.equal(recorder.statusItem?.text, '$(error) 2 of 3 passed')
    assert.equal(recorder.statusItem?.command, 'workbench.panel.testResults.view.focus')
    const { message } = testRecorder.events.find(({ kind }) => kind === 'failed') ?? {}
    assert.equal(message?.expectedOutput, '7\n')
    assert.equal(message?.actualOutput, '6\n')
    assert.equal(message?.location?.uri.path.split('/').at(-1), 'double.2.in')
    assert.match(testRecorder.output.value, /2\r\n4\r\n/)
  })

  it('passes arguments, compares as the file says, and shows stderr of a failed program', async () => {
    const events = await runCases('cases/sum.c')
    assert.deepEqual(events.slice(2), [
      'started sum.c small',
      'passed sum.c small',
      'started sum.c fails',
      'failed sum.c fails',
    ])
    const { message } = testRecorder.events.at(-1) ?? {}
    assert.match(wordsOf(message?.message), /first$/)
  })

  it('reports a program that does not compile at every case, after compiling it once', async () => {
    const events = await runCases('cases/wrong.c')
    assert.deepEqual(events.slice(3), ['errored wrong.c 1', 'errored wrong.c 2'])
    assert.match(wordsOf(testRecorder.events.at(-1)?.message?.message), /wrong\.c:1:.*nothing/s)
    assert.equal(testRecorder.output.value.match(/error:/g)?.length, 1)
  })

  it('runs from the Test Explorer', async () => {
    await commands.executeCommand('testing.refreshTests')
    const id = ['sandrun.cases', testRecorder.program('double.py').id].join('\0')
    void commands.executeCommand('vscode.runTestsById', RUN_PROFILES, id)
    assert.ok(await testRecorder.lines.includes('passed double.py 10'))
  })

  it('makes a case from the input typed into the last run', async () => {
    await open('cases/double.py')
    const run = await runInTerminal('double.py')
    run.type('5\r66\x7f\r\x04')
    await run.shows('12')
    await run.done
    const added = [fixture('cases/double.3.in'), fixture('cases/double.3.out')] as const
    try {
      const seen = recorder.messages.length
      const adding = commands.executeCommand('sandrun.addCase')
      const message = await recorder.message(seen)
      assert.equal(message.text, 'Added test case 3 of double.py.')
      message.choose(undefined)
      await adding
      assert.equal(await text(added[0]), '5\n6\n')
      assert.equal(await text(added[1]), '10\n12\n')
    } finally {
      for (const uri of added) await workspace.fs.delete(uri)
    }
  })

  it('exports cases to JSON, and imports them again', async () => {
    const folder = fixture('cases/scratch')
    const [json, program] = [Uri.joinPath(folder, 'all.json'), Uri.joinPath(folder, 'other.py')]
    await write(program, 'print(input())\n')
    try {
      await commands.executeCommand('sandrun.exportCases', fixture('cases/double.py'), json)
      assert.deepEqual(JSON.parse(await text(json)), {
        cases: [
          { name: '1', stdin: '1\n2\n', expected: '2\n4\n' },
          { name: '2', stdin: '3\n', expected: '7\n' },
          { name: '10', stdin: '10\n' },
        ],
      })
      await commands.executeCommand('sandrun.importCases', program, json)
      assert.match(recorder.messages.at(-1)?.text ?? '', /Imported 3 test cases of other\.py\./)
      const names = (await workspace.fs.readDirectory(folder))
        .map(([name]) => name)
        .filter((name) => /\.(in|out)$/.test(name))
      assert.deepEqual(names.toSorted(), ['other.1.in', 'other.1.out', 'other.10.in', 'other.2.in', 'other.2.out'])
      assert.equal(await text(Uri.joinPath(folder, 'other.2.out')), '7\n')
    } finally {
      await workspace.fs.delete(folder, { recursive: true })
    }
  })

  it('says what to do for a program without cases', async () => {
    await runCases('hello.py')
    assert.match(
      recorder.messages.at(-1)?.text ?? '',
      /hello\.py has no test cases\. Put hello\.1\.in and hello\.1\.out/,
    )
    assert.equal(window.activeTextEditor?.document.uri.path.endsWith('hello.py'), true)
  })
})
