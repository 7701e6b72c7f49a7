import assert from 'node:assert/strict'
import { ThemeIcon, commands, window, workspace } from 'vscode'
import { fixture, open, rewrite, runInTerminal, tidy, untitled } from '../harness/editing.ts'
import { recorder } from '../harness/recorder.ts'
import { set } from '../harness/settings.ts'

describe('run', () => {
  afterEach(tidy)

  it('shows output between the command line and the result', async () => {
    await open('hello.py')
    const run = await runInTerminal('hello.py')
    const shown = await run.shows('Enter or r to run again')
    assert.match(shown, /\[Running\] hello\.py in Python 3\.\d+/)
    assert.match(shown, /Hello from the sandbox!\r\n/)
    assert.match(shown, /\[Done\] exited with code=0 in \d+\.\d{3} seconds \(cpu \d+ ms, memory \d+ MB\)/)
    assert.equal(run.recorded.terminal.name, 'hello.py (Sandbox)')
    assert(run.recorded.icon instanceof ThemeIcon)
  })

  it('runs the text of the editor, saved or not', async () => {
    const document = await open('hello.py')
    await rewrite(document, 'print("not saved")\n')
    const run = await runInTerminal('hello.py')
    await run.shows('not saved\r\n')
    assert.equal(document.isDirty, true)
  })

  it('runs a file that is not open, from the explorer', async () => {
    await commands.executeCommand('sandrun.run', fixture('hello.py'))
    assert.equal(window.activeTextEditor, undefined)
    assert.ok(await recorder.terminal('hello.py').text.includes('Hello from the sandbox!'))
  })

  it('saves first if the setting says so', async () => {
    const original = await workspace.fs.readFile(fixture('hello.py'))
    const document = await open('hello.py')
    await rewrite(document, 'print("saved")\n')
    await set('saveBeforeRun', true)
    try {
      const run = await runInTerminal('hello.py')
      await run.shows('saved\r\n')
      assert.equal(document.isDirty, false)
    } finally {
      await set('saveBeforeRun', undefined)
      await workspace.fs.writeFile(fixture('hello.py'), original)
    }
  })

  it('runs an editor that was never saved', async () => {
    await untitled('python', 'import sys\nprint("untitled", sys.argv)\n')
    const run = await runInTerminal('Untitled-')
    assert.ok(await run.shows("untitled ['main.py']\r\n"))
  })
})
