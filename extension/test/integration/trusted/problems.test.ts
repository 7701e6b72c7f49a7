import assert from 'node:assert/strict'
import {
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentLink,
  Range,
  Uri,
  commands,
  languages,
  window,
  workspace,
} from 'vscode'
import { DRAFTS, provideDrafts } from '../harness/drafts.ts'
import { open, rewrite, runInTerminal, tidy, untitled } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { set } from '../harness/settings.ts'

/** The problems that the last run found in this file. */
function problemsIn(uri: Uri): Diagnostic[] {
  return languages.getDiagnostics(uri).filter(({ source }) => source === 'sandbox')
}

/** The position of the active editor's cursor. */
function cursor(): [string | undefined, number | undefined, number | undefined] {
  const editor = window.activeTextEditor
  return [editor?.document.uri.toString(), editor?.selection.active.line, editor?.selection.active.character]
}

describe('problems', () => {
  afterEach(tidy)

  it("are the compiler's messages, under the words they are about", async () => {
    const { uri } = await open('broken.c')
    await (
      await runInTerminal('broken.c')
    ).done
    const [problem] = problemsIn(uri)
    assert.match(problem?.message ?? '', /‘nothing’ undeclared/)
    assert.equal(problem?.severity, DiagnosticSeverity.Error)
    assert.deepEqual(problem?.range, new Range(1, 9, 1, 16))
  })

  it("are the runtime's messages in an editor that was never saved, and go with it", async () => {
    const { uri } = await untitled('python', 'print("first")\nnumbers = []\nprint(numbers[3])\n')
    await (
      await runInTerminal('Untitled-')
    ).done
    const [problem] = problemsIn(uri)
    assert.match(problem?.message ?? '', /IndexError/)
    assert.deepEqual(problem?.range, new Range(2, 0, 2, 17))
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor')
    assert.deepEqual(problemsIn(uri), [])
  })

  it('disappear when the file runs again', async () => {
    const document = await open('broken.c')
    await (
      await runInTerminal('broken.c')
    ).done
    assert.notEqual(problemsIn(document.uri).length, 0)
    await rewrite(document, 'int main(void) { return 0; }\n')
    const run = await runInTerminal('broken.c')
    assert.deepEqual(problemsIn(document.uri), [])
    await run.done
    assert.deepEqual(problemsIn(document.uri), [])
  })

  it('ignore the output of a program that succeeds', async () => {
    const text = 'print("  File \\"main.py\\", line 1, in <module>\\nNameError: x")\n'
    const { uri } = await untitled('python', text)
    const run = await runInTerminal('Untitled-')
    await run.shows('NameError: x')
    await run.done
    assert.deepEqual(problemsIn(uri), [])
  })

  it('are found in files that are not on a disk', async () => {
    using _drafts = provideDrafts({ '/loop.c': 'int main(void) {\n  retrun 0;\n}\n' })
    const uri = Uri.from({ scheme: DRAFTS, path: '/loop.c' })
    await window.showTextDocument(await workspace.openTextDocument(uri))
    await (
      await runInTerminal('loop.c')
    ).done
    assert.equal(problemsIn(uri)[0]?.range.start.line, 1)
  })
})

describe('links', () => {
  afterEach(tidy)

  it('lead from every line of a stack trace in the terminal to the editor', async () => {
    const { uri } = await open('raises.py')
    const run = await runInTerminal('raises.py')
    const shown = await run.shows('Enter or r to run again')
    const plain = shown.replace(/\x1b\[[\d;]*m/g, '')
    const [outer, inner] = plain.split('\r\n').filter((line) => line.includes('File "'))
    assert(outer !== undefined && inner !== undefined)
    await commands.executeCommand('workbench.action.closeAllEditors')
    assert.equal(await recorder.followLink(run.recorded, outer), true)
    assert.deepEqual(cursor(), [uri.toString(), 4, 0])
    assert.equal(await recorder.followLink(run.recorded, inner), true)
    assert.deepEqual(cursor(), [uri.toString(), 1, 0])
  })

  it('lead only to the files of the run', async () => {
    await open('hello.py')
    const run = await runInTerminal('hello.py')
    await run.done
    assert.equal(await recorder.followLink(run.recorded, '/usr/lib/hello.py:3:4: and other.py:1'), false)
    assert.equal(await recorder.followLink(run.recorded, 'hello.py:1:1'), true)
  })

  it('lead from a terminal to an editor that was never saved', async () => {
    const { uri } = await untitled('c', 'int main(void) {\n  return nothing;\n}\n')
    const run = await runInTerminal('Untitled-')
    await run.done
    assert.equal(await recorder.followLink(run.recorded, 'main.c:2:10: error: oh'), true)
    assert.deepEqual(cursor(), [uri.toString(), 1, 9])
  })

  it('lead from the output channel to the editor', async () => {
    await set('output', 'channel')
    try {
      const { uri } = await open('broken.c')
      await commands.executeCommand('sandrun.run')
      const content = await recorder.channel.includes('[Failed]')
      const output = await workspace.openTextDocument({ language: 'sandrun-output', content })
      const links = await commands.executeCommand<DocumentLink[]>('vscode.executeLinkProvider', output.uri)
      const link = links.find(({ range }) => output.getText(range) === 'broken.c:2:10')
      assert(link?.target !== undefined)
      await commands.executeCommand('vscode.open', link.target)
      assert.deepEqual(cursor(), [uri.toString(), 1, 9])
    } finally {
      await set('output', undefined)
    }
  })
})
