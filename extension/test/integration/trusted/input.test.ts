import assert from 'node:assert/strict'
import { Selection, type TextDocument, commands, env, window } from 'vscode'
import { type Answers, answering } from '../harness/answers.ts'
import { fixture, open, runInTerminal, tidy, untitled } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { set } from '../harness/settings.ts'

/** Selects these lines, from 0, of the active editor's document. */
function selectLines(document: TextDocument, first: number, last: number): void {
  const editor = window.activeTextEditor
  assert(editor?.document === document)
  editor.selection = new Selection(first, 0, last, document.lineAt(last).text.length)
}

/** The output of `sum.py` with input from this source. */
async function sumWith(answers: Answers): Promise<string> {
  let shown = ''
  await answering(answers, async () => {
    const run = await runInTerminal('sum.py', 'sandrun.runWithInput')
    shown = await run.shows('Enter or r to run again')
  })
  return shown
}

describe('input', () => {
  afterEach(tidy)

  it('comes from a file', async () => {
    await open('sum.py')
    const shown = await sumWith({ pick: 'File…', files: [fixture('numbers.txt')] })
    assert.match(shown, /\[Running\] sum\.py < numbers\.txt in Python/)
    assert.match(shown, /sum 3\r\n/)
  })

  it('comes from the clipboard', async () => {
    await env.clipboard.writeText('5\r\n6')
    await open('sum.py')
    assert.match(await sumWith({ pick: 'Clipboard' }), /< clipboard .*sum 11\r\n/s)
  })

  it('comes from a text that is typed once', async () => {
    await open('sum.py')
    assert.match(await sumWith({ pick: 'Text…', typed: String.raw`7\n8` }), /< text .*sum 15\r\n/s)
  })

  it('comes from the selection', async () => {
    const text = 'import sys\n"""\n20\n3\n"""\nprint("sum", sum(int(line) for line in sys.stdin))\n'
    selectLines(await untitled('python', text), 2, 3)
    const asked = await answering({ pick: 'Selection' }, async () => {
      await commands.executeCommand('sandrun.runWithInput')
    })
    assert(asked.items.includes('$(selection) Selection 4 characters'))
    assert.ok(await recorder.terminal('Untitled-').text.includes('sum 23\r\n'))
  })

  it('ends at once if no input was chosen', async () => {
    await open('sum.py')
    assert.match(await sumWith({ pick: 'Nothing' }), /sum 0\r\n/)
  })

  it('is the last input again on request, and when the run is repeated', async () => {
    await open('sum.py')
    await sumWith({ pick: 'Text…', typed: '41' })
    await commands.executeCommand('workbench.action.closeAllEditors')
    await open('sum.py')
    const asked = await answering({}, async () => await commands.executeCommand('sandrun.runWithInput'))
    assert.equal(asked.items[0], '$(history) Last Input text')
    assert.match(await sumWith({ pick: 'Last Input' }), /sum 41\r\n/)
    const again = await runInTerminal('sum.py', 'sandrun.rerun')
    assert.match(await again.shows('Enter or r to run again'), /< text .*sum 41\r\n/s)
  })

  it('is typed again by the next run', async () => {
    await open('sum.py')
    await sumWith({ pick: 'Text…', typed: '1' })
    const run = await runInTerminal('sum.py')
    await run.shows('arguments')
    run.type('2\r\x04')
    const shown = await run.shows('Enter or r to run again')
    assert.match(shown, /\[Running\] sum\.py in Python.*sum 2\r\n/s)
  })

  for (const [kind, sum] of [
    ['file', 42],
    ['clipboard', 9],
    ['last', 4],
  ] as const) {
    it(`comes from the ${kind} if the setting says so`, async () => {
      await open('sum.py')
      await sumWith({ pick: 'Text…', typed: '4' })
      await env.clipboard.writeText('9')
      await set('input', kind)
      try {
        const run = await runInTerminal('sum.py')
        assert.match(await run.shows('Enter or r to run again'), new RegExp(`sum ${sum}\r\n`))
      } finally {
        await set('input', undefined)
      }
    })
  }
})

describe('arguments', () => {
  afterEach(tidy)

  it('stay with their file until they are cleared', async () => {
    const withArguments = async (typed: string): Promise<string | undefined> => {
      const asked = await answering({ typed }, async () => {
        const run = await runInTerminal('sum.py', 'sandrun.runWithArguments')
        await run.shows('mode')
        run.type('\x04')
        await run.done
      })
      return asked.boxes[0]?.value
    }
    await open('sum.py')
    assert.equal(await withArguments(`-v "two words"`), '')
    const run = await runInTerminal('sum.py')
    const shown = await run.shows('mode')
    assert.match(shown, /\[Running\] sum\.py -v 'two words' in Python.*arguments \['-v', 'two words'\]/s)
    run.type('\x04')
    await run.done
    assert.equal(await withArguments(''), `-v "two words"`)
    const alone = await runInTerminal('sum.py')
    assert.match(await alone.shows('mode'), /arguments \[\]/)
    alone.type('\x04')
    await alone.done
  })

  it('are refused, and nothing runs, if a quote is not closed', async () => {
    await open('sum.py')
    const mark = recorder.status.length
    const { boxes } = await answering({ typed: 'a "b' }, async () => {
      await commands.executeCommand('sandrun.runWithArguments')
    })
    assert.equal(boxes[0]?.validateInput?.('a "b'), 'The arguments have an open quote or end with a backslash.')
    assert.equal(boxes[0]?.validateInput?.('a "b"'), null)
    assert.equal(recorder.status.length, mark)
  })
})

describe('settings of a run', () => {
  afterEach(async () => {
    for (const name of ['env', 'compileArgs', 'limits', 'languages', 'input']) await set(name, undefined)
    await tidy()
  })

  it('give environment variables to all languages and to one', async () => {
    await set('input', 'file')
    await open('sum.py')
    await set('env', { '*': { MODE: 'all' } })
    const all = await runInTerminal('sum.py')
    assert.match(await all.shows('Enter or r to run again'), /mode all\r\n/)
    await set('env', { '*': { MODE: 'all' }, python: { MODE: 'mine' } })
    const mine = await runInTerminal('sum.py')
    assert.match(await mine.shows('Enter or r to run again'), /mode mine\r\n/)
  })

  it('give options to the compiler', async () => {
    await set('compileArgs', { c: ['-DLEVEL=11'] })
    await open('level.c')
    const run = await runInTerminal('level.c')
    assert.match(await run.shows('Enter or r to run again'), /level 11\r\n/)
  })

  it('limit the time, and say so if it was too long', async () => {
    await set('limits', { '*': { cpuMs: 100 } })
    await open('spins.py')
    const mark = recorder.status.length
    const run = await runInTerminal('spins.py')
    const shown = await run.shows('Enter or r to run again')
    assert.match(shown, /\[Stopped\] after using .*limit 0\.1 s/)
    const raising = 'Raise it with the setting sandrun.limits: {"python": {"cpuMs": …}}. Change Limits'
    assert(shown.includes(`[Limit] ${raising}`))
    assert.equal(await recorder.followLink(run.recorded, raising), true)
    await recorder.status.includes('cpu limit', mark)
  })

  it('are named if they are wrong', async () => {
    await set('env', { python: { 'no name': 'x' } })
    await open('hello.py')
    await commands.executeCommand('sandrun.run')
    const { text, actions } = await recorder.message()
    assert.match(text, /Invalid setting: "sandrun\.env\.python\.no name"/)
    assert.deepEqual(actions, ['Open Settings'])
  })

  it('set the language and version of a file', async () => {
    await open('notes.unknown')
    await set('languages', { 'other/': 'python', '*.unknown': 'bash@5' })
    const run = await runInTerminal('notes.unknown')
    assert.ok(await run.shows('in Bash 5'))
    await run.done
  })

  it('are refused if the service does not have that version', async () => {
    await open('hello.py')
    await set('languages', { '*.py': 'python@9.9' })
    const run = await runInTerminal('hello.py')
    await run.done
    assert.match((await recorder.message()).text, /9\.9.*3\./)
  })
})

describe('selection', () => {
  afterEach(tidy)

  it('runs alone, and its errors appear at its place in the file', async () => {
    const document = await open('raises.py')
    selectLines(document, 4, 4)
    const run = await runInTerminal('raises.py', 'sandrun.runSelection')
    await run.done
    const shown = await run.shows('Enter or r to run again')
    assert.match(shown, /\[Running\] raises\.py, line 5 in Python/)
    assert.match(shown, /NameError/)
    assert.equal(await recorder.followLink(run.recorded, 'File "/work/raises.py", line 1'), true)
    assert.equal(window.activeTextEditor?.selection.active.line, 4)
  })

  it('must not be empty', async () => {
    await open('hello.py')
    await commands.executeCommand('sandrun.runSelection')
    assert.match((await recorder.message()).text, /Select the lines/)
  })
})
