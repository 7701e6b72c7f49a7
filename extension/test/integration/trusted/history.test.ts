import assert from 'node:assert/strict'
import { TabInputTextDiff, type TextDocument, commands, window, workspace } from 'vscode'
import { choosing } from '../harness/choosing.ts'
import { open, rewrite, runInTerminal, tidy, untitled } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { set } from '../harness/settings.ts'

/** The open output. The window reports its active editor a moment later. */
function shown(): TextDocument | undefined {
  return workspace.textDocuments.findLast(({ uri }) => uri.scheme === 'sandrun-run')
}

async function runText(text: string): Promise<void> {
  const document = await untitled('python', text)
  await (
    await runInTerminal(document.uri.path)
  ).done
}

describe('history', () => {
  beforeEach(async () => await commands.executeCommand('sandrun.clearHistory').then(undefined, () => {}))
  afterEach(tidy)

  it('lists the runs, newest first, and opens their output', async () => {
    for (const name of ['hello.py', 'both.py']) {
      await open(name)
      await (
        await runInTerminal(name)
      ).done
    }
    const [offered] = await choosing('sandrun.openRun', 'hello.py')
    assert.deepEqual(
      offered?.map(({ label }) => label),
      ['both.py', 'hello.py'],
    )
    assert.match(offered?.[0]?.description ?? '', /^ok · \d+ ms · \d+ MB · /)
    const document = shown()
    assert.match(document?.getText() ?? '', /^Hello from the sandbox!\n\[Done\] exited with code=0 in/)
    assert.equal(document?.languageId, 'sandrun-output')
  })

  it('compares a run with the previous run of the same file', async () => {
    const document = await untitled('python', 'print("one")\n')
    await (
      await runInTerminal('Untitled-')
    ).done
    await rewrite(document, 'print("two")\n')
    await (
      await runInTerminal('Untitled-')
    ).done
    const title = document.uri.path
    await choosing('sandrun.compareRuns', title)
    const { input } = window.tabGroups.activeTabGroup.activeTab ?? {}
    assert(input instanceof TabInputTextDiff)
    const text = async (uri: typeof input.original): Promise<string> =>
      (await workspace.openTextDocument(uri)).getText()
    assert.deepEqual([await text(input.original), await text(input.modified)], ['one\n', 'two\n'])
  })

  it('runs the file of an earlier run again, with its current text', async () => {
    const document = await untitled('python', 'print("before")\n')
    const first = await runInTerminal('Untitled-')
    await first.done
    await rewrite(document, 'print("after")\n')
    const mark = first.mark()
    await choosing('sandrun.rerunFromHistory', document.uri.path)
    assert.ok(await first.shows('after', mark))
  })

  it('keeps the chosen number of runs, and of a long output the beginning and the end', async () => {
    await set('history.size', 2)
    try {
      await open('big.py')
      await (
        await runInTerminal('big.py')
      ).done
      for (const text of ['print(1)', 'print(2)']) await runText(text)
      let [offered] = await choosing('sandrun.openRun')
      assert.equal(offered?.length, 2)
      await open('big.py')
      await (
        await runInTerminal('big.py')
      ).done
      ;[offered] = await choosing('sandrun.openRun', 'big.py')
    } finally {
      await set('history.size', undefined)
    }
    const kept = shown()?.getText() ?? ''
    assert.match(kept, /^line 000000\n/)
    assert.match(kept, /characters are left out here/)
    assert.match(kept, /line 199999\n\[Done\]/)
    assert(kept.length < 80_000)
  })

  it('says so if nothing has been run', async () => {
    await choosing('sandrun.openRun')
    assert.match(recorder.messages.at(-1)?.text ?? '', /No program has run in this workspace yet/)
  })
})
